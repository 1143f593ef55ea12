package dev.firmtrail.hub;

import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One thing that a stranger sends.
 *
 * @param name what is wrong with it
 * @param shown how, for the page
 * @param pieces of bytes, one char each, sent one after the other on one connection until it is
 *     closed; may have no end
 * @param pause in milliseconds between the pieces
 */
record HostileRequest(
    String name, String shown, Function<HostileWorld, Stream<String>> pieces, int pause) {

  /** Sent at once. */
  static HostileRequest asking(String name, String shown, Function<HostileWorld, String> bytes) {
    return new HostileRequest(name, shown, world -> Stream.of(bytes.apply(world)), 0);
  }

  /** Sent as it stands, with plain newlines for line ends. */
  static HostileRequest raw(String name, String shown, String text) {
    return asking(name, shown, world -> lines(text));
  }

  /** A good head with a body, by the owner of the world's device. */
  static HostileRequest post(String name, String path, String body, String shown) {
    return asking(name, shown, world -> world.request("POST", path, world.owner(), body));
  }

  /** A question by the owner. */
  static HostileRequest get(String name, String path) {
    return asking(name, "GET " + path, world -> world.request("GET", path, world.owner(), ""));
  }

  static String lines(String text) {
    return text.replace("\n", "\r\n");
  }

  @Override
  public String toString() {
    return name;
  }
}
