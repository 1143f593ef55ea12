package dev.firmtrail.signatures;

import dev.firmtrail.state.DeviceGlob;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.DeviceText;
import dev.firmtrail.state.json.DeviceTokens;
import dev.firmtrail.state.json.DeviceTokens.Member;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.state.json.RawText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The bytes that a published device takes for the payload of a signature: cut out of the text of
 * the state, not written anew. See {@code docs/formats/signatures.md}, Payload.
 */
public final class DevicePayload {
  private DevicePayload() {}

  /** The text of the members in the order in which they came; of none, only what closes them. */
  public static byte[] of(List<Member> selected) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Member member : selected) {
      String value = member.value().bytes();
      boolean container = value.startsWith("{") || value.startsWith("[");
      String text = container ? value : '"' + value + '"';
      out.writeBytes(
          ((out.size() == 0 ? "{\"" : ",\"") + member.name().bytes() + "\":" + text)
              .getBytes(StandardCharsets.ISO_8859_1));
    }
    out.write('}');
    return out.toByteArray();
  }

  /**
   * Why a device would refuse a signature of this selection, whoever makes it, where it would: it
   * selects other keys, or sees other bytes in them.
   *
   * @param state which is stored in canonical form
   */
  public static Optional<String> difference(JsonObject state, Selection selection) {
    JsonObject selected = selection.of(state).selected();
    List<DeviceGlob> include = globs(selection.include());
    List<DeviceGlob> exclude = globs(selection.exclude());
    if (include.isEmpty() || exclude.isEmpty()) {
      return Optional.of("published devices want an include and an exclude pattern at least");
    }
    Optional<List<Member>> members = members(state);
    if (members.isEmpty()) {
      return Optional.of("published devices cannot read the state");
    }
    List<Member> theirs =
        members.get().stream()
            .filter(member -> any(include, member.name()) && !any(exclude, member.name()))
            .toList();
    if (theirs.size() != selected.members().size()) {
      return Optional.of(
          "published devices match the patterns otherwise: they would select %s, not %d"
              .formatted(Shown.count(theirs.size(), "key"), selected.members().size()));
    }
    return JsonWriter.CANONICAL.writes(selected, of(theirs))
        ? Optional.empty()
        : Optional.of(
            "published devices see other bytes in a value that is selected: one that is a number,"
                + " true, false or null");
  }

  private static Optional<List<Member>> members(JsonObject state) {
    return DeviceText.read(JsonWriter.CANONICAL.bytes(state)) instanceof DeviceTokens tokens
        ? tokens.members(0)
        : Optional.empty();
  }

  /** As they stand in a header. */
  private static List<DeviceGlob> globs(List<String> patterns) {
    return patterns.stream().map(DevicePayload::raw).map(DeviceGlob::parse).toList();
  }

  private static RawText raw(String text) {
    String quoted = JsonWriter.AS_BUILT.text(Json.of(text));
    return RawText.utf8(quoted.substring(1, quoted.length() - 1));
  }

  private static boolean any(List<DeviceGlob> patterns, RawText key) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(key));
  }
}
