package dev.firmtrail.audit.gate;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonPath;
import dev.firmtrail.state.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for secrets in the files of a build: in objects byte by byte, in JSON of the state text by
 * text. Says where one is and by which rule, never what it is. Memory does not grow with files.
 * What is compressed or encrypted is not opened. For one thread.
 */
final class SecretSearch {
  /** Read at once; besides, the last {@link SecretRule#LONGEST} bytes are kept. */
  static final int WINDOW = 1 << 20;

  private final Progress progress;
  private final Map<SecretRule, List<Finding>> found = new EnumMap<>(SecretRule.class);

  SecretSearch(Progress progress) {
    this.progress = progress;
    for (SecretRule rule : SecretRule.values()) {
      found.put(rule, new ArrayList<>());
    }
  }

  /** A check a rule, and one of what could not be read, where there is such. */
  List<Check> checks(Build build, Set<String> parts) throws IOException {
    List<Finding> unread = new ArrayList<>();
    progress.begin("looking for secrets", 0);
    try {
      for (Map.Entry<StatePath, StateEntry> entry : build.state().entries().entrySet()) {
        StatePath path = entry.getKey();
        if (parts.isEmpty() || parts.contains(Part.nameOf(path))) {
          switch (entry.getValue()) {
            case StateEntry.Inline(Json json) -> look(path, "", json);
            case StateEntry.ObjectRef(ObjectId id) when build.bytes().isPresent() -> {
              try (InputStream in = build.bytes().get().open(path, id)) {
                look(path, in);
              }
            }
            case StateEntry.ObjectRef(ObjectId id) -> unread.add(unread(path, id));
          }
        }
      }
    } finally {
      progress.end();
    }
    List<Check> checks = new ArrayList<>();
    found.forEach((rule, findings) ->
        checks.add(new Check(Check.Kind.POLICY, "secrets/" + rule.id(), findings)));
    if (!unread.isEmpty()) {
      checks.add(new Check(Check.Kind.POLICY, "secrets", unread));
    }
    return checks;
  }

  private static Finding unread(StatePath path, ObjectId id) {
    return new Finding(
        path.text(),
        Finding.Kind.UNKNOWN,
        Optional.empty(),
        Optional.of(id),
        "its bytes are not here, so nobody knows what is in them; give the build itself");
  }

  private void look(StatePath path, InputStream in) throws IOException {
    Map<SecretRule, Hits> hits = new EnumMap<>(SecretRule.class);
    byte[] buffer = new byte[SecretRule.LONGEST + WINDOW + SecretRule.LONGEST];
    int kept = 0;
    int from = 0;
    long before = 0;
    while (true) {
      int read = in.readNBytes(buffer, kept, buffer.length - kept);
      progress.advance(read);
      int length = kept + read;
      boolean last = length < buffer.length;
      String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
      // What begins in the last bytes is seen whole only with the next ones.
      int to = last ? length : length - SecretRule.LONGEST;
      for (SecretRule rule : SecretRule.values()) {
        for (int at = rule.find(text, from, to); at >= 0; at = rule.find(text, at + 1, to)) {
          hits.computeIfAbsent(rule, _ -> new Hits()).add(before + at);
        }
      }
      if (last) {
        break;
      }
      // One byte more, so that a rule sees what stands before its beginning.
      kept = SecretRule.LONGEST + 1;
      System.arraycopy(buffer, length - kept, buffer, 0, kept);
      before += length - kept;
      from = 1;
    }
    hits.forEach((rule, where) -> report(rule, path, where.text()));
  }

  private void look(StatePath path, String pointer, Json json) {
    switch (json) {
      case JsonString(String text) -> look(path, pointer, text);
      case JsonArray(List<Json> items) -> {
        for (int i = 0; i < items.size(); i++) {
          look(path, pointer + "/" + i, items.get(i));
        }
      }
      case JsonObject object ->
          object
              .members()
              .forEach((name, value) -> {
                look(path, pointer, name);
                look(path, pointer + "/" + JsonPath.escaped(name), value);
              });
      default -> {
        // A number or a literal holds no secret that a rule knows.
      }
    }
  }

  private void look(StatePath path, String pointer, String text) {
    String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    for (SecretRule rule : SecretRule.values()) {
      if (rule.find(bytes, 0, bytes.length()) >= 0) {
        // A name may be the secret itself: the place is cut at what holds it.
        report(rule, path, "in the JSON, at " + (pointer.isEmpty() ? "its top" : shown(pointer)));
      }
    }
  }

  private static String shown(String pointer) {
    for (SecretRule rule : SecretRule.values()) {
      if (rule.find(pointer, 0, pointer.length()) >= 0) {
        return "a place whose name is a secret too";
      }
    }
    return Shown.text(pointer);
  }

  private void report(SecretRule rule, StatePath path, String where) {
    Optional.ofNullable(found.get(rule))
        .orElseThrow()
        .add(
            new Finding(
                path.text(),
                Finding.Kind.EXTRA,
                Optional.empty(),
                Optional.empty(),
                "what looks like a secret (" + rule.id() + ") " + where));
  }

  /** Where a rule found something in one file. */
  private static final class Hits {
    private long first = -1;
    private long count;

    void add(long offset) {
      first = first < 0 ? offset : first;
      count++;
    }

    String text() {
      return "at byte " + first + (count == 1 ? "" : ", and " + (count - 1) + " more in this file");
    }
  }
}
