package dev.firmtrail.hub.devices;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.hub.web.MendedText;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a device says of itself, whole or as a patch, after what it said before: it is refused as
 * the caller's fault, or what is stored reads the same again, a device can read it, and it follows
 * from the event.
 */
public final class MetaBodyTarget implements Target {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u....|.)", Pattern.DOTALL);
  private static final Pattern NEEDED = Pattern.compile("[\"\\\\nrtbf]|u00[01][0-9A-F]");

  @Override
  public void accept(byte[] input) {
    Input pieces = new Input(input);
    boolean patch = pieces.number() % 2 == 1;
    JsonObject before = read(pieces.piece()).flatMap(this::kept).orElse(JsonObject.EMPTY);
    read(MendedText.of(pieces.rest()))
        .ifPresent(said -> {
          JsonObject after = patch ? patched(before, said) : said;
          kept(after).ifPresent(MetaBodyTarget::stored);
          kept(after).ifPresent(value -> told(before, value));
        });
  }

  private static Optional<JsonObject> read(byte[] document) {
    try {
      return Optional.of(JsonReader.readObject(document));
    } catch (JsonException refused) {
      Must.beShowable(refused);
      return Optional.empty();
    }
  }

  private Optional<JsonObject> kept(JsonObject value) {
    try {
      return Optional.of(MetaBounds.kept(value));
    } catch (Refusal refused) {
      Must.beShowable(refused);
      Must.hold(refused.status() == 400 || refused.status() == 413, "" + refused.status());
      return Optional.empty();
    }
  }

  private static JsonObject patched(JsonObject before, JsonObject patch) {
    JsonObject after = MetaDifference.ofPatch(patch).after(before);
    patch
        .members()
        .forEach((name, value) ->
            Must.equal(
                after.get(name),
                Optional.of(value).filter(each -> !each.isNull()),
                "a member of the patch"));
    before
        .members()
        .forEach((name, value) ->
            Must.hold(
                patch.get(name).isPresent() || after.get(name).equals(Optional.of(value)),
                "a member that the patch does not name"));
    return after;
  }

  private static void stored(JsonObject value) {
    byte[] stored = JsonWriter.AS_BUILT.bytes(value);
    Must.hold(stored.length <= Route.SMALL_BODY, "bytes: " + stored.length);
    JsonObject again = again(stored);
    Must.equal(again, value, "what is stored, read again");
    Must.hold(Arrays.equals(JsonWriter.AS_BUILT.bytes(again), stored), "the text of it");
    Matcher escapes = ESCAPE.matcher(new String(stored, StandardCharsets.UTF_8));
    while (escapes.find()) {
      Must.hold(NEEDED.matcher(escapes.group(1)).matches(), "an escape: " + escapes.group());
    }
  }

  private static void told(JsonObject before, JsonObject after) {
    MetaDifference difference = MetaDifference.between(before, after);
    Must.equal(difference.isEmpty(), before.equals(after), "whether it differs");
    Must.equal(difference.after(before), after, "what follows from the event");
    JsonObject event = JsonObject.builder().put("body", (Json) difference.body(true)).build();
    Must.equal(again(JsonWriter.CANONICAL.bytes(event)), event, "the event, read again");
  }

  private static JsonObject again(byte[] document) {
    return read(document)
        .orElseThrow(() -> new AssertionError("what was taken cannot be read again"));
  }
}
