package dev.firmtrail.state;

import dev.firmtrail.state.json.CodePointOrder;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.state.json.JsonWriter;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One revision of a device's software: paths to inline JSON or object ids, with the name of the
 * format in {@code #spec}. Every instance is valid; see {@code docs/formats/state.md}, Validity.
 * Immutable and safe for use by many threads.
 */
public final class State {
  public static final String SPEC_KEY = "#spec";

  /** The format of a state that says nothing else. */
  public static final String DEFAULT_SPEC = "pantavisor-service-system@1";

  /** Formats that a hub takes; a workspace may hold others. */
  public static final Set<String> HUB_SPECS =
      Set.of("pantavisor-multi-platform@1", "pantavisor-service-embed@1", DEFAULT_SPEC);

  /** A state without files. */
  public static final State EMPTY =
      new State(
          Optional.of(DEFAULT_SPEC),
          new LinkedHashMap<>(),
          JsonObject.builder().put(SPEC_KEY, DEFAULT_SPEC).build());

  /**
   * Most containers inside each other, the state itself included. Less than {@link
   * JsonReader#MAX_DEPTH}, because a state travels inside other documents, such as a list of steps.
   */
  public static final int MAX_DEPTH = JsonReader.MAX_DEPTH - 20;

  private final Optional<String> spec;
  private final SequencedMap<StatePath, StateEntry> entries;
  private final JsonObject json;

  /** Made when it is asked for: many commands look at a state without hashing it. */
  private volatile byte @Nullable [] canonical;

  private State(
      Optional<String> spec, SequencedMap<StatePath, StateEntry> entries, JsonObject json) {
    this.spec = spec;
    this.entries = Collections.unmodifiableSequencedMap(entries);
    this.json = json;
  }

  /**
   * A state of the given format and files. An inline string that reads as an object id becomes a
   * reference, because the document cannot tell the two apart.
   *
   * @throws InvalidStateException a path is both a file and a directory, or JSON stands under a key
   *     that cannot hold it
   */
  public static State of(String spec, Map<StatePath, StateEntry> entries)
      throws InvalidStateException {
    JsonObject.Builder members = JsonObject.builder().put(SPEC_KEY, spec);
    entries.forEach((path, entry) -> members.put(path.text(), entry.json()));
    return of(members.build());
  }

  /** Reads a state by the strict rules. */
  public static State read(byte[] document) throws InvalidStateException {
    try {
      return of(JsonReader.readObject(document));
    } catch (JsonException broken) {
      throw new InvalidStateException("not a valid state: " + broken.getMessage(), broken);
    }
  }

  /** Reads a state that an old program wrote, for a workspace; see {@link TolerantState}. */
  public static TolerantState readTolerant(byte[] document) throws InvalidStateException {
    return TolerantState.read(document);
  }

  /**
   * Checks a document that was read.
   *
   * @throws InvalidStateException the first key, in code point order, that breaks a rule
   */
  public static State of(JsonObject document) throws InvalidStateException {
    Optional<String> spec = Optional.empty();
    SequencedMap<StatePath, StateEntry> entries = new LinkedHashMap<>();
    JsonObject ordered = inOrder(document);
    for (Map.Entry<String, Json> member : ordered.members().entrySet()) {
      if (member.getKey().equals(SPEC_KEY)) {
        spec = Optional.of(specOf(member.getValue()));
      } else {
        StatePath path = pathOf(member.getKey());
        entries.put(path, entryOf(path, member.getValue()));
      }
    }
    if (spec.isEmpty() && !entries.isEmpty()) {
      throw new InvalidStateException("member " + SPEC_KEY + " is missing");
    }
    refuseFileThatIsADirectory(entries.keySet());
    return new State(spec, entries, ordered);
  }

  /** The same members in code point order; what was canonical is so already. */
  private static JsonObject inOrder(JsonObject document) {
    String before = "";
    boolean ordered = true;
    for (String name : document.members().keySet()) {
      ordered &= CodePointOrder.INSTANCE.compare(before, name) <= 0;
      before = name;
    }
    if (ordered) {
      return document;
    }
    TreeMap<String, Json> sorted = new TreeMap<>(CodePointOrder.INSTANCE);
    sorted.putAll(document.members());
    return new JsonObject(sorted);
  }

  private static StatePath pathOf(String name) throws InvalidStateException {
    try {
      return new StatePath(name);
    } catch (IllegalArgumentException refused) {
      throw new InvalidStateException(String.valueOf(refused.getMessage()), refused);
    }
  }

  private static String specOf(Json value) throws InvalidStateException {
    if (value instanceof JsonString(String name)) {
      return name;
    }
    throw new InvalidStateException("the value of " + SPEC_KEY + " is not a string");
  }

  private static StateEntry entryOf(StatePath path, Json value) throws InvalidStateException {
    if (value instanceof JsonString(String text)) {
      if (Sha256.isHex(text)) {
        return new StateEntry.ObjectRef(new ObjectId(text));
      }
      if (Sha256.isHex(text.toLowerCase(Locale.ROOT))) {
        throw new InvalidStateException("object id in upper case under " + Shown.text(path.text()));
      }
    }
    if (!path.isJson()) {
      throw new InvalidStateException(
          "the value of "
              + Shown.text(path.text())
              + " is not an object id (64 lower-case hex digits)");
    }
    if (!fits(value, MAX_DEPTH - 1)) {
      throw new InvalidStateException(
          "the value of " + Shown.text(path.text()) + " is nested deeper than " + (MAX_DEPTH - 1));
    }
    return new StateEntry.Inline(value);
  }

  private static boolean fits(Json value, int containers) {
    return switch (value) {
      case JsonObject object -> containers > 0 && allFit(object.members().values(), containers - 1);
      case JsonArray array -> containers > 0 && allFit(array.items(), containers - 1);
      case JsonString _, JsonNumber _, Json.Literal _ -> true;
    };
  }

  private static boolean allFit(Collection<Json> values, int containers) {
    for (Json value : values) {
      if (!fits(value, containers)) {
        return false;
      }
    }
    return true;
  }

  private static void refuseFileThatIsADirectory(Set<StatePath> paths)
      throws InvalidStateException {
    Set<String> files = new HashSet<>();
    paths.forEach(path -> files.add(path.text()));
    for (StatePath path : paths) {
      String text = path.text();
      for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
        String parent = text.substring(0, slash);
        if (files.contains(parent)) {
          throw new InvalidStateException(
              "both a file and a directory: " + Shown.text(parent) + " and " + Shown.text(text));
        }
      }
    }
  }

  /** The format's name; empty only in the state {@code {}}. */
  public Optional<String> spec() {
    return spec;
  }

  /** The files, by path in code point order, without {@link #SPEC_KEY}. */
  public SequencedMap<StatePath, StateEntry> entries() {
    return entries;
  }

  /** The ids of all objects that this state needs, each once. */
  public Set<ObjectId> objects() {
    return new TreeSet<>(objectPaths().keySet());
  }

  /** Each object that this state needs with the first path that needs it, in the order of paths. */
  public SequencedMap<ObjectId, String> objectPaths() {
    SequencedMap<ObjectId, String> paths = new LinkedHashMap<>();
    for (Map.Entry<StatePath, StateEntry> entry : entries.entrySet()) {
      if (entry.getValue() instanceof StateEntry.ObjectRef(ObjectId id)) {
        paths.putIfAbsent(id, entry.getKey().text());
      }
    }
    return paths;
  }

  /** The document, members in code point order. */
  public JsonObject json() {
    return json;
  }

  /** The canonical bytes: what is stored, hashed, signed and sent. */
  public byte[] canonicalBytes() {
    return canonical().clone();
  }

  private byte[] canonical() {
    byte[] made = canonical;
    if (made == null) {
      made = JsonWriter.CANONICAL.bytes(json);
      canonical = made;
    }
    return made;
  }

  public StateId id() {
    return StateId.ofCanonical(canonical());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof State state && state.json.equals(json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return "State " + id();
  }
}
