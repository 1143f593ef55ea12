package dev.firmtrail.hub.objects;

import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.objects.BundleEntry;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import java.util.Optional;

/** An announcement that keeps every rule ({@code docs/formats/hub.md}, Objects). */
record NewObject(ObjectId id, String name, long size, String mime) {
  private static final String DEFAULT_MIME = "application/octet-stream";

  /** Longer than the longest path of a state. */
  private static final int LONGEST_NAME = 4096;

  static NewObject of(JsonObject body, long largest) {
    String hash = body.string("sha256sum").orElse("");
    ObjectId id =
        ObjectId.parse(hash)
            .orElseThrow(
                () -> Refusal.badRequest("sha256sum: 64 lower-case hex digits are expected"));
    if (body.string("id").filter(text -> !text.isEmpty() && !text.equals(hash)).isPresent()) {
      throw Refusal.badRequest("id: it is another than sha256sum");
    }
    String name = name(body);
    long size = size(body);
    if (size > largest) {
      throw Refusal.tooLarge("size: this hub takes objects of at most " + largest + " bytes");
    }
    return new NewObject(
        id,
        name,
        size,
        body.string("mime-type").filter(text -> !text.isEmpty()).orElse(DEFAULT_MIME));
  }

  static String name(JsonObject body) {
    return checked(body.string("objectname").orElse(""));
  }

  private static String checked(String name) {
    if (name.length() > LONGEST_NAME) {
      throw Refusal.badRequest("objectname: longer than " + LONGEST_NAME + " characters");
    }
    return name;
  }

  /** What an entry of a bundle announces, whose bytes came with it. */
  static NewObject bundled(BundleEntry entry) {
    return new NewObject(entry.id(), checked(entry.name()), entry.size(), DEFAULT_MIME);
  }

  /**
   * As published: {@code sizeint} where it is a number other than zero, else {@code size}, which is
   * a decimal in a string.
   */
  private static long size(JsonObject body) {
    Optional<Long> number =
        body.integer("sizeint").filter(size -> size != 0).or(() -> body.integer("size"));
    long size =
        number
            .or(() -> body.string("size").flatMap(NewObject::decimal))
            .orElseThrow(() ->
                Refusal.badRequest("size: a decimal number of bytes, in a string, is expected"));
    if (size < 0) {
      throw Refusal.badRequest("size: it is negative");
    }
    return size;
  }

  private static Optional<Long> decimal(String text) {
    return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }
}
