package dev.firmtrail.audit.gate;

import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.workspace.WorkspaceException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a report of {@code pvr gate --json} says, as far as a step keeps it: a gate said "same" of
 * this state. Whoever can write the report can write anything into it; what it is worth is what the
 * pipeline is worth that made it.
 *
 * @param id of the state, 64 hex digits
 * @param parts those that were looked at, by name; empty for all
 * @param policy SHA-256 of the file of policies, where there was one
 * @param program that judged
 * @param time when, RFC 3339
 */
public record GateResult(
    String id, Set<String> parts, Optional<String> policy, String program, String time) {
  private static final String SAME = "same";
  private static final int LONGEST = 200;

  public GateResult {
    parts = Set.copyOf(parts);
  }

  /**
   * Reads a report.
   *
   * @param name what the file is called, for messages
   * @throws WorkspaceException it is none, or the gate did not say "same"
   */
  public static GateResult read(byte[] report, String name) throws WorkspaceException {
    JsonObject json;
    try {
      json = JsonReader.readObject(report);
    } catch (JsonException broken) {
      throw new WorkspaceException(
          Shown.whole(name) + " is no report of 'pvr gate --json': " + broken.getMessage(), broken);
    }
    String verdict = text(json, "verdict", name);
    if (!verdict.equals(SAME)) {
      throw new WorkspaceException(
          "the gate did not let this pass: "
              + Shown.whole(name)
              + " says '"
              + Shown.text(verdict)
              + "', not 'same'");
    }
    String id = text(json, "id", name);
    Optional<String> policy =
        json.get("policy").isEmpty() ? Optional.empty() : Optional.of(text(json, "policy", name));
    if (!Sha256.isHex(id) || policy.filter(digest -> !Sha256.isHex(digest)).isPresent()) {
      throw notOne(name, "id and policy are 64 hex digits");
    }
    return new GateResult(
        id, parts(json, name), policy, text(json, "program", name), text(json, "time", name));
  }

  private static Set<String> parts(JsonObject json, String name) throws WorkspaceException {
    Optional<Json> parts = json.get("parts");
    if (parts.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>();
    if (parts.get() instanceof JsonArray(List<Json> items) && !items.isEmpty()) {
      for (Json item : items) {
        if (!(item instanceof JsonString(String part))) {
          throw notOne(name, "parts is a list of names");
        }
        names.add(part);
      }
      return names;
    }
    throw notOne(name, "parts is a list of names");
  }

  private static String text(JsonObject json, String member, String name)
      throws WorkspaceException {
    String text =
        json.string(member).orElseThrow(() -> notOne(name, "the text " + member + " is missing"));
    if (text.length() > LONGEST) {
      throw notOne(name, member + " has more than " + LONGEST + " characters");
    }
    return text;
  }

  private static WorkspaceException notOne(String name, String why) {
    return new WorkspaceException(Shown.whole(name) + " is no report of 'pvr gate --json': " + why);
  }

  /** As it stands in the step. */
  JsonObject json() {
    JsonObject.Builder json =
        JsonObject.builder().put("verdict", SAME).put("id", id).put("findings", 0);
    if (!parts.isEmpty()) {
      json.put(
          "parts",
          new JsonArray(new TreeSet<>(parts).stream().<Json>map(JsonString::new).toList()));
    }
    policy.ifPresent(digest -> json.put("policy", digest));
    return json.put("program", program).put("time", time).build();
  }
}
