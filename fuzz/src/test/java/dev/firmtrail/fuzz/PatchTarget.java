package dev.firmtrail.fuzz;

import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.JsonChange;
import dev.firmtrail.state.MergePatch;
import dev.firmtrail.state.PublishedForm;
import dev.firmtrail.state.PublishedMergePatch;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.util.Optional;

/**
 * Two documents: the patch between them makes one of the other where no null stands in the way, a
 * patch applied twice is as applied once, changes are told exactly where the two differ. The
 * published form is one that the published programs would leave as it is.
 */
final class PatchTarget implements Target {
  @Override
  public void accept(byte[] input) throws Exception {
    Input pieces = new Input(input);
    Optional<Json> from = read(pieces.piece());
    Optional<Json> to = read(pieces.piece());
    if (from.isPresent()) {
      publishedForm(from.get());
    }
    if (from.isEmpty() || to.isEmpty()) {
      return;
    }
    Must.equal(
        JsonChange.between(from.get(), to.get()).isEmpty(),
        from.get().equals(to.get()),
        "no changes between equal documents");
    Json patched = MergePatch.apply(from.get(), to.get());
    Must.equal(MergePatch.apply(patched, to.get()), patched, "a patch applied twice");
    if (from.get() instanceof JsonObject before && to.get() instanceof JsonObject after) {
      objects(before, after);
    }
  }

  private static Optional<Json> read(byte[] document) {
    try {
      return Optional.of(JsonReader.read(document));
    } catch (JsonException refused) {
      return Optional.empty();
    }
  }

  private static void objects(JsonObject from, JsonObject to) throws JsonException {
    JsonObject patch = MergePatch.between(from, to);
    if (!hasNullMember(to)) {
      Must.equal(MergePatch.apply(from, patch), to, "the patched document");
    }
    Must.hold(MergePatch.between(from, from).isEmpty(), "a patch between equal documents");
    try {
      JsonObject published = PublishedMergePatch.between(from, to);
      JsonObject committed = PublishedMergePatch.apply(from, published);
      Must.equal(
          JsonReader.read(JsonWriter.CANONICAL.bytes(committed)), committed, "the committed form");
    } catch (InvalidStateException beyondADouble) {
      Must.beShowable(beyondADouble);
    }
  }

  private static boolean hasNullMember(Json value) {
    return value instanceof JsonObject object
        && object.members().values().stream()
            .anyMatch(member -> member.isNull() || hasNullMember(member));
  }

  private static void publishedForm(Json document) throws Exception {
    try {
      Json form = PublishedForm.of(document);
      Must.equal(PublishedForm.of(form), form, "the published form of itself");
      Must.equal(JsonReader.read(JsonWriter.CANONICAL.bytes(form)), form, "the form read again");
    } catch (InvalidStateException beyondADouble) {
      Must.beShowable(beyondADouble);
    }
  }
}
