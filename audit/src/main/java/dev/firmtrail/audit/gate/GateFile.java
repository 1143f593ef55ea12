package dev.firmtrail.audit.gate;

import dev.firmtrail.audit.gate.YamlDocument.Items;
import dev.firmtrail.audit.gate.YamlDocument.Member;
import dev.firmtrail.audit.gate.YamlDocument.Members;
import dev.firmtrail.audit.gate.YamlDocument.Node;
import dev.firmtrail.audit.gate.YamlDocument.Text;
import dev.firmtrail.state.Glob;
import dev.firmtrail.state.InvalidGlobException;
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
   * @throws GateFileException the first thing in it that breaks the rules
   */
  public static GateFile read(byte[] file) throws GateFileException {
    SequencedMap<StatePath, Glob> files = new LinkedHashMap<>();
    List<Glob> ignore = new ArrayList<>();
    Policy policy = Policy.NONE;
    for (Member member : members(YamlDocument.read(file), "files, ignore and policy")) {
      Node value = member.value();
      switch (member.key().value()) {
        case "files" -> files.putAll(files(value));
        case "ignore" -> ignore.addAll(ignore(value));
        case "policy" -> policy = policy(value);
        default -> throw unknown(member, "files, ignore and policy");
      }
    }
    return new GateFile(files, ignore, policy, ObjectId.of(file));
  }

  private static SequencedMap<StatePath, Glob> files(Node node) throws GateFileException {
    SequencedMap<StatePath, Glob> files = new LinkedHashMap<>();
    List<Member> members = members(node, "paths of the state, each with a pattern,");
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
      files.put(path, glob(member.value()));
    }
    return files;
  }

  private static List<Glob> ignore(Node node) throws GateFileException {
    List<Glob> globs = new ArrayList<>();
    for (Node item : items(node, "patterns")) {
      globs.add(glob(item));
    }
    refuseMany(node, globs.size());
    return globs;
  }

  private static void refuseMany(Node node, int patterns) throws GateFileException {
    if (patterns > MAX_PATTERNS) {
      throw node.refuse("more than " + MAX_PATTERNS + " patterns");
    }
  }

  private static Glob glob(Node node) throws GateFileException {
    try {
      return Glob.parseSelection(text(node, "a pattern"));
    } catch (InvalidGlobException broken) {
      throw node.refuse(String.valueOf(broken.getMessage()));
    }
  }

  private static Policy policy(Node node) throws GateFileException {
    List<String> signedBy = List.of();
    List<String> requiredParts = List.of();
    boolean pinnedSources = false;
    boolean noSecrets = false;
    for (Member member : members(node, "policies")) {
      Node value = member.value();
      switch (member.key().value()) {
        case "signed-by" -> signedBy = texts(value, "subjects or files of certificates");
        case "required-parts" -> requiredParts = texts(value, "names of parts");
        case "sources" -> pinnedSources = word(value, "digests");
        case "secrets" -> noSecrets = word(value, "none");
        default -> throw unknown(member, "signed-by, sources, secrets and required-parts");
      }
    }
    return new Policy(signedBy, pinnedSources, noSecrets, requiredParts);
  }

  private static boolean word(Node node, String only) throws GateFileException {
    if (!text(node, "the word " + only).equals(only)) {
      throw node.refuse("the one thing that this can be is " + only);
    }
    return true;
  }

  private static List<String> texts(Node node, String what) throws GateFileException {
    List<String> texts = new ArrayList<>();
    for (Node item : items(node, what)) {
      texts.add(text(item, "a text"));
    }
    if (texts.isEmpty()) {
      // An empty list would look like a policy and hold for everything.
      throw node.refuse("the list is empty; leave the key out, or name " + what);
    }
    return texts;
  }

  private static String text(Node node, String what) throws GateFileException {
    if (node instanceof Text text && !text.value().isEmpty()) {
      return text.value();
    }
    throw node.refuse(what + " is expected");
  }

  private static List<Node> items(Node node, String what) throws GateFileException {
    if (node instanceof Items list) {
      return list.items();
    }
    throw node.refuse("a list of " + what + " is expected");
  }

  private static List<Member> members(Node node, String what) throws GateFileException {
    if (node instanceof Members map) {
      return map.members();
    }
    throw node.refuse("a map of " + what + " is expected");
  }

  private static GateFileException unknown(Member member, String known) {
    return member
        .key()
        .refuse("there is no key " + Shown.text(member.key().value()) + "; there are " + known);
  }
}
