package dev.firmtrail.hub.web;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The addresses that begin with the same bits. An IPv4 address that is written as one of IPv6
 * ({@code ::ffff:192.0.2.1}) is the IPv4 address, here and wherever addresses are compared.
 *
 * @param first of them; all bits behind {@code bits} are 0
 * @param bits that they have in common
 */
public record IpNetwork(InetAddress first, int bits) {
  private static final String NUMBER = "(0|[1-9][0-9]{0,2})";
  private static final String DOTTED = "(" + NUMBER + "\\.){3}" + NUMBER;
  private static final Pattern IPV4 = Pattern.compile(DOTTED);

  /** The JDK looks closer. No name of an interface: whose that is, only one machine knows. */
  private static final Pattern IPV6 =
      Pattern.compile("[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{0,35}((?<=:)" + DOTTED + ")?");

  private static final Pattern BITS = Pattern.compile(NUMBER);
  private static final int MAPPED_BITS = 96;

  /**
   * Reads {@code address} or {@code address/bits}; no name is ever looked up.
   *
   * @throws IllegalArgumentException it is neither
   */
  static IpNetwork of(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    InetAddress first = address(literal).orElseThrow(() -> none(text));
    int longest = first.getAddress().length * Byte.SIZE;
    if (slash < 0) {
      return new IpNetwork(first, longest);
    }
    String said = text.substring(slash + 1);
    int mapped = literal.contains(":") && first instanceof Inet4Address ? MAPPED_BITS : 0;
    int bits = BITS.matcher(said).matches() ? Integer.parseInt(said) - mapped : -1;
    if (bits < 0 || bits > longest) {
      throw none(text);
    }
    for (int bit = bits; bit < longest; bit++) {
      if (bit(first.getAddress(), bit) != 0) {
        throw new IllegalArgumentException(
            "'%s' has bits behind the first %s; the first address of the network is expected"
                .formatted(text, said));
      }
    }
    return new IpNetwork(first, bits);
  }

  private static IllegalArgumentException none(String text) {
    return new IllegalArgumentException(
        "'%s' is neither an IP address nor a network such as 10.0.0.0/8".formatted(text));
  }

  /** An address as it is usually written, if it is one. */
  static Optional<InetAddress> address(String literal) {
    if (!IPV4.matcher(literal).matches() && !IPV6.matcher(literal).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  boolean contains(InetAddress address) {
    byte[] wanted = first.getAddress();
    byte[] asked = address.getAddress();
    if (wanted.length != asked.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (bit(wanted, bit) != bit(asked, bit)) {
        return false;
      }
    }
    return true;
  }

  private static int bit(byte[] bytes, int index) {
    return bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1;
  }
}
