package dev.firmtrail.hubclient;

import java.net.URI;
import java.util.Optional;

/**
 * One request with a document, or nothing, as its body.
 *
 * @param repeatable sending it twice does no harm, so it may be tried again when the network fails
 * @param follows whether the answer may send us elsewhere
 */
record Call(String method, URI uri, Optional<byte[]> json, boolean repeatable, boolean follows) {
  static Call get(URI uri) {
    return new Call("GET", uri, Optional.empty(), true, false);
  }

  static Call post(URI uri, byte[] json) {
    return new Call("POST", uri, Optional.of(json), false, false);
  }

  Call canBeRepeated() {
    return new Call(method, uri, json, true, follows);
  }

  Call thatFollows() {
    return new Call(method, uri, json, repeatable, true);
  }
}
