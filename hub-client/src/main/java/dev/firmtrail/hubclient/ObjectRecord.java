package dev.firmtrail.hubclient;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a hub says about one object. */
final class ObjectRecord {
  /** The header that tells an object of one's own from a link to another owner's. */
  static final String TYPE_HEADER = "Pantahub-Object-Type";

  private static final Pattern SIZE = Pattern.compile("\\d{1,18}");

  private final ObjectId id;
  private final URI asked;
  private final JsonObject document;

  /** Checks that an answer is about the object that was asked for. */
  ObjectRecord(ObjectId id, Reply reply) throws HubException {
    this.id = id;
    this.asked = reply.uri();
    this.document = reply.object("use object " + id);
    Optional<String> claimed = document.string("sha256sum");
    if (claimed.isPresent() && !claimed.get().equals(id.hex())) {
      throw broken("it is about another object");
    }
  }

  long size() throws HubException {
    String text = document.string("size").orElse("");
    if (!SIZE.matcher(text).matches()) {
      throw broken("its size is not a number of bytes");
    }
    return Long.parseLong(text);
  }

  URI getUrl() throws HubException {
    return signed("signed-geturl");
  }

  URI putUrl() throws HubException {
    return signed("signed-puturl");
  }

  private URI signed(String member) throws HubException {
    String text = document.string(member).orElse("");
    URI uri = URI.create("about:blank");
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException notAUrl) {
      // Refused below, without showing it: who knows a signed URL may use it.
    }
    Optional<String> problem = Addresses.problem(uri);
    if (problem.isPresent()) {
      throw broken("its %s is not usable (%s)".formatted(member, problem.get()));
    }
    if (Addresses.losesEncryption(asked, uri)) {
      throw broken("its %s leads away from encryption".formatted(member));
    }
    return uri;
  }

  private HubException broken(String why) {
    return new HubException(
        HubException.Kind.BROKEN_ANSWER,
        "cannot use what %s says about object %s: %s".formatted(Addresses.shown(asked), id, why));
  }
}
