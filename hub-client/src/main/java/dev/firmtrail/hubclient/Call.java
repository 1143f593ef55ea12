package dev.firmtrail.hubclient;

import java.net.URI;
import java.util.Optional;

/**
 * One request with a document, a bundle of objects, or nothing, as its body.
 *
 * @param repeatable sending it twice does no harm, so it may be tried again when the network fails
 * @param follows whether the answer may send us elsewhere
 * @param takesForbidden whether 403 answers the call itself, and is no invitation to be somebody
 *     else
 */
record Call(
    String method,
    URI uri,
    Optional<RequestBody> body,
    String contentType,
    boolean repeatable,
    boolean follows,
    boolean takesForbidden) {
  private static final String JSON = "application/json";

  private static Call of(String method, URI uri, Optional<RequestBody> json) {
    return new Call(method, uri, json, JSON, false, false, false);
  }

  static Call get(URI uri) {
    return of("GET", uri, Optional.empty()).canBeRepeated();
  }

  static Call post(URI uri, byte[] json) {
    return of("POST", uri, Optional.of(RequestBody.of(json)));
  }

  /** Some objects at once; sending them twice stores them once. */
  static Call bundle(URI uri, RequestBody objects) {
    return new Call(
        "POST", uri, Optional.of(objects), "application/octet-stream", true, false, false);
  }

  /** Without a body. */
  static Call put(URI uri) {
    return of("PUT", uri, Optional.empty());
  }

  static Call put(URI uri, byte[] json) {
    return of("PUT", uri, Optional.of(RequestBody.of(json)));
  }

  static Call patch(URI uri, byte[] json) {
    return of("PATCH", uri, Optional.of(RequestBody.of(json)));
  }

  /** Bytes of the body that the network took so far. */
  long sent() {
    return body.map(RequestBody::sent).orElse(0L);
  }

  Call canBeRepeated() {
    return new Call(method, uri, body, contentType, true, follows, takesForbidden);
  }

  Call thatFollows() {
    return new Call(method, uri, body, contentType, repeatable, true, takesForbidden);
  }

  Call thatTakesForbidden() {
    return new Call(method, uri, body, contentType, repeatable, follows, true);
  }
}
