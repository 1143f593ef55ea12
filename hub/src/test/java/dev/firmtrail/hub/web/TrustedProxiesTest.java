package dev.firmtrail.hub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import dev.firmtrail.testkit.programs.Python;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nobody can say where he comes from but proxies that are named, and they only of the hop before.
 */
class TrustedProxiesTest {
  private static final int QUESTIONS = 3_000;
  private static final TrustedProxies PROXIES =
      TrustedProxies.of("10.0.0.0/8, 192.0.2.7,2001:db8:a::/48 , ::1");

  @TempDir private Path directory;

  /** Lines of the header are parted by a bar. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          10.0.0.1       ; 198.51.100.1                                  ; 198.51.100.1
          10.0.0.1       ; ""                                            ; 10.0.0.1
          10.0.0.1       ; " , "                                         ; 10.0.0.1
          192.0.2.8      ; 198.51.100.1                                  ; 192.0.2.8
          192.0.2.7      ; 198.51.100.1, 192.0.2.8                       ; 192.0.2.8
          11.0.0.1       ; 10.0.0.1                                      ; 11.0.0.1
          10.0.0.1       ; 1.1.1.1, 10.9.9.9, 198.51.100.1, 10.0.0.2     ; 198.51.100.1
          10.0.0.1       ; 1.1.1.1, 10.9.9.9 | 198.51.100.1 | 10.0.0.2   ; 198.51.100.1
          10.0.0.1       ; 10.0.0.3, 10.0.0.2                            ; 10.0.0.3
          10.0.0.1       ; 1.1.1.1, unknown, 10.0.0.2                    ; 10.0.0.2
          10.0.0.1       ; 1.1.1.1, unknown                              ; 10.0.0.1
          10.0.0.1       ; 1.1.1.1,                                      ; 10.0.0.1
          10.0.0.1       ; 1.1.1.1, _hidden, 198.51.100.1                ; 198.51.100.1
          10.0.0.1       ; 198.51.100.1:4711                             ; 198.51.100.1
          10.0.0.1       ; 1.1.1.1, 198.51.100.1:123456                  ; 10.0.0.1
          10.0.0.1       ; 1.1.1.1, 198.51.100.1:                        ; 10.0.0.1
          10.0.0.1       ; [2001:db8:b::9]:4711                          ; 2001:db8:b:0:0:0:0:9
          10.0.0.1       ; [2001:db8:b::9]                               ; 2001:db8:b:0:0:0:0:9
          10.0.0.1       ; 2001:db8:b::9                                 ; 2001:db8:b:0:0:0:0:9
          10.0.0.1       ; [198.51.100.1]                                ; 10.0.0.1
          10.0.0.1       ; [2001:db8:b::9                                ; 10.0.0.1
          10.0.0.1       ; 1.1.1.1, 2001:db8:a:0:ffff::1                 ; 1.1.1.1
          ::1            ; 198.51.100.1                                  ; 198.51.100.1
          ::2            ; 198.51.100.1                                  ; 0:0:0:0:0:0:0:2
          ::ffff:10.0.0.1; ::ffff:198.51.100.1                           ; 198.51.100.1
          10.0.0.1       ; 198.51.100.1, ::ffff:10.0.0.2                 ; 198.51.100.1
          10.0.0.1       ; localhost                                     ; 10.0.0.1
          10.0.0.1       ; 1.1.1.1, 127.1                                ; 10.0.0.1
          10.0.0.1       ; 1.1.1.1, 3232235777                           ; 10.0.0.1
          10.0.0.1       ; 1.1.1.1, 010.0.0.2                            ; 10.0.0.1
          10.0.0.1       ; 1.1.1.1, ::ffff:010.0.0.2                     ; 10.0.0.1
          10.0.0.1       ; 1.1.1.1, 0x0a.0.0.2                           ; 10.0.0.1
          10.0.0.1       ; 1.1.1.1, fe80::1%eth0                         ; 10.0.0.1
          10.0.0.1       ; 1.1.1.1, 10.0.0.256                           ; 10.0.0.1
          """)
  void believesProxiesAloneAndFromTheRight(String peer, String header, String client) {
    List<String> lines = header.isEmpty() ? List.of() : List.of(header.split("\\|", -1));
    InetAddress found = PROXIES.client(InetAddress.ofLiteral(peer), lines);
    assertThat(found.getHostAddress()).isEqualTo(client);
  }

  @Test
  void endsWithWhateverAHeaderCanHold() {
    InetAddress peer = InetAddress.ofLiteral("10.0.0.1");
    for (String hop : List.of(",", "10.0.0.2,", "[", ":", "1", "\u0000", "ä")) {
      String header = "1.1.1.1," + hop.repeat(8_000) + "x";
      assertThat(PROXIES.client(peer, List.of(header))).isEqualTo(peer);
    }
    assertThat(TrustedProxies.NOBODY.client(peer, List.of("1.1.1.1"))).isEqualTo(peer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "proxy.example.org",
        "10.0.0.1/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0.0/08",
        "10.0.0.0/255.0.0.0",
        "10.0.0.1/8",
        "::1/0",
        "::1/129",
        "::ffff:10.0.0.0/95",
        "10.0.0",
        "[::1]",
        "fe80::1%lo",
        "10.0.0.1,",
        ",10.0.0.1",
        "10.0.0.1 10.0.0.2",
        "10.0.0.1:80",
        "*",
        " "
      })
  void refusesASettingThatIsNoAddress(String text) {
    assertThatThrownBy(() -> TrustedProxies.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("'.*' (is neither|has bits).*");
  }

  private static Gen<String> addresses() {
    Gen<String> bytes = Gen.of(List.of("0", "10", "127", "128", "255", "256", "01"));
    Gen<String> ipv4 = joined(bytes, 4, ".");
    Gen<String> groups = Gen.of(List.of("0", "ffff", "8000", "7FFF", "2001", "0db8", "1", "12345"));
    Gen<String> tail = joined(groups, 2, ":");
    return Gen.oneOf(
        ipv4,
        ipv4.map(text -> "::ffff:" + text),
        ipv4.map(text -> "::" + text),
        tail.map(text -> "::" + text),
        tail.map(text -> text + "::"),
        tail.map(text -> text + "::" + text),
        joined(groups, 8, ":"));
  }

  private static Gen<String> joined(Gen<String> parts, int count, String between) {
    return draws ->
        Stream.generate(() -> parts.from(draws)).limit(count).collect(Collectors.joining(between));
  }

  /** A network and an address; the network often begins where the address lies. */
  private static Gen<String> questions() {
    Gen<String> addresses = addresses();
    Gen<Integer> bits = Gen.ints(0, 130);
    Gen<Integer> again = Gen.ints(0, 2);
    return draws -> {
      String first = addresses.from(draws);
      String second = again.from(draws) == 0 ? first : addresses.from(draws);
      return first + (again.from(draws) == 0 ? "" : "/" + bits.from(draws)) + " " + second;
    };
  }

  /** A network, and its first address with one bit turned. */
  private static Gen<String> neighbours() {
    Gen<Integer> bytes = Gen.of(List.of(0, 10, 127, 128, 255));
    return draws -> {
      byte[] address = new byte[draws.below(2) == 0 ? 4 : 16];
      for (int i = 0; i < address.length; i++) {
        address[i] = bytes.from(draws).byteValue();
      }
      int bits = draws.below(address.length * Byte.SIZE + 1);
      BigInteger first =
          new BigInteger(1, address)
              .shiftRight(address.length * Byte.SIZE - bits)
              .shiftLeft(address.length * Byte.SIZE - bits);
      BigInteger other = first.flipBit(draws.below(address.length * Byte.SIZE));
      return written(first, address.length) + "/" + bits + " " + written(other, address.length);
    };
  }

  private static String written(BigInteger address, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = address.shiftRight((length - 1 - i) * Byte.SIZE).byteValue();
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String ours(String question) {
    String[] words = question.split(" ", 2);
    Optional<InetAddress> address = IpNetwork.address(words[1]);
    try {
      IpNetwork network = IpNetwork.of(words[0]);
      return address.map(asked -> network.contains(asked) ? "in" : "out").orElse("bad");
    } catch (IllegalArgumentException none) {
      return "bad";
    }
  }

  @Test
  void pythonFindsTheSameAddressesInTheSameNetworks() throws Exception {
    List<String> questions = new ArrayList<>();
    Property.forAll(Gen.oneOf(questions(), neighbours()), QUESTIONS, questions::add);
    List<String> theirs =
        Python.answers(directory, TrustedProxiesTest.class, "networks.py", questions);
    assertThat(theirs).contains("in", "out", "bad");
    for (int i = 0; i < questions.size(); i++) {
      assertThat(ours(questions.get(i))).as(questions.get(i)).isEqualTo(theirs.get(i));
    }
  }
}
