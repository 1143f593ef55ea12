package dev.firmtrail.audit.gate;

import dev.firmtrail.pins.yaml.StrictYaml;
import dev.firmtrail.pins.yaml.StrictYaml.Member;
import dev.firmtrail.pins.yaml.StrictYaml.Node;
import dev.firmtrail.pins.yaml.StrictYaml.Text;
import dev.firmtrail.pins.yaml.StrictYamlException;
import dev.firmtrail.state.Glob;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.StatePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The file {@code gate.yaml}: which file of a build's deploy directory becomes which path of a
 * state, and what else must hold. Immutable. See {@code docs/formats/gate.md}.
 *
 * @param files paths of a state, each with the pattern for its one file; empty where the file maps
 *     nothing
 * @param ignore patterns of files that go nowhere
 * @param id SHA-256 of the file
 */
public record GateFile(
    SequencedMap<StatePath, Glob> files, List<Glob> ignore, Policy policy, ObjectId id) {
  /** Its usual name. */
  public static final String NAME = "gate.yaml";

  /**
   * Most paths that are mapped, and most patterns of what is ignored: each is tried on each file.
   */
  static final int MAX_PATTERNS = 5_000;

  public GateFile {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
    ignore = List.copyOf(ignore);
  }

  /**
   * Reads a file.
   *
   * @throws StrictYamlException the first thing in it that breaks the rules
   */
  public static GateFile read(byte[] file) throws StrictYamlException {
    SequencedMap<StatePath, Glob> files = new LinkedHashMap<>();
    List<Glob> ignore = new ArrayList<>();
    Policy policy = Policy.NONE;
    for (Member member : StrictYaml.read(file).members("files, ignore and policy")) {
      Node value = member.value();
      switch (member.key().value()) {
        case "files" -> files.putAll(files(value));
        case "ignore" -> ignore.addAll(ignore(value));
        case "policy" -> policy = policy(value);
        default -> throw member.unknown("files, ignore and policy");
      }
    }
    return new GateFile(files, ignore, policy, ObjectId.of(file));
  }

  private static SequencedMap<StatePath, Glob> files(Node node) throws StrictYamlException {
    SequencedMap<StatePath, Glob> files = new LinkedHashMap<>();
    List<Member> members = node.members("paths of the state, each with a pattern,");
    refuseMany(node, members.size());
    for (Member member : members) {
      Text key = member.key();
      StatePath path =
          StatePath.parse(key.value())
              .orElseThrow(() ->
                  key.refuse(
                      StatePath.problem(key.value()).orElseThrow()
                          + ": "
                          + Shown.text(key.value())));
      files.put(path, member.value().glob());
    }
    return files;
  }

  private static List<Glob> ignore(Node node) throws StrictYamlException {
    List<Glob> globs = new ArrayList<>();
    for (Node item : node.items("patterns")) {
      globs.add(item.glob());
    }
    refuseMany(node, globs.size());
    return globs;
  }

  private static void refuseMany(Node node, int patterns) throws StrictYamlException {
    if (patterns > MAX_PATTERNS) {
      throw node.refuse("more than " + MAX_PATTERNS + " patterns");
    }
  }

  private static Policy policy(Node node) throws StrictYamlException {
    List<String> signedBy = List.of();
    List<String> requiredParts = List.of();
    boolean pinnedSources = false;
    boolean noSecrets = false;
    for (Member member : node.members("policies")) {
      Node value = member.value();
      switch (member.key().value()) {
        case "signed-by" -> signedBy = texts(value, "subjects or files of certificates");
        case "required-parts" -> requiredParts = texts(value, "names of parts");
        case "sources" -> pinnedSources = word(value, "digests");
        case "secrets" -> noSecrets = word(value, "none");
        default -> throw member.unknown("signed-by, sources, secrets and required-parts");
      }
    }
    return new Policy(signedBy, pinnedSources, noSecrets, requiredParts);
  }

  private static boolean word(Node node, String only) throws StrictYamlException {
    if (!node.text("the word " + only).equals(only)) {
      throw node.refuse("the one thing that this can be is " + only);
    }
    return true;
  }

  private static List<String> texts(Node node, String what) throws StrictYamlException {
    List<String> texts = new ArrayList<>();
    for (Node item : node.items(what)) {
      texts.add(item.text("a text"));
    }
    if (texts.isEmpty()) {
      // An empty list would look like a policy and hold for everything.
      throw node.refuse("the list is empty; leave the key out, or name " + what);
    }
    return texts;
  }
}
