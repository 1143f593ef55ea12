package dev.firmtrail.pins.settings;

import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.yaml.StrictYaml;
import dev.firmtrail.pins.yaml.StrictYaml.Member;
import dev.firmtrail.pins.yaml.StrictYaml.Node;
import dev.firmtrail.pins.yaml.StrictYamlException;
import dev.firmtrail.state.Glob;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The file {@code pins.yaml} at the top of a build. Immutable. See {@code docs/formats/pins.md}.
 *
 * @param failOn the level from which a finding fails the check
 * @param projects files of kas as its command line takes them, such as {@code a.yml:b.yml}; empty:
 *     every file that no other one includes
 * @param exclude paths that are not looked at
 */
public record PinSettings(
    Level failOn, List<String> projects, List<Glob> exclude, List<Allowance> allow) {
  /** Its usual name. */
  public static final String NAME = "pins.yaml";

  /** What counts where there is no file. */
  public static final PinSettings NONE =
      new PinSettings(Level.WARNING, List.of(), List.of(), List.of());

  private static final String KEYS = "fail-on, kas, exclude and allow";
  private static final String OF_AN_ALLOWANCE = "rule, files, entry, until and reason";

  /** Each pattern is tried on each file. */
  private static final int MAX_PATTERNS = 1_000;

  public PinSettings {
    projects = List.copyOf(projects);
    exclude = List.copyOf(exclude);
    allow = List.copyOf(allow);
  }

  /**
   * Reads a file.
   *
   * @param rules ids of all rules
   * @throws StrictYamlException the first thing in it that breaks the rules
   */
  public static PinSettings read(byte[] file, Set<String> rules) throws StrictYamlException {
    Level failOn = NONE.failOn();
    List<String> projects = new ArrayList<>();
    List<Glob> exclude = new ArrayList<>();
    List<Allowance> allow = new ArrayList<>();
    for (Member member : StrictYaml.read(file).members(KEYS)) {
      Node value = member.value();
      switch (member.key().value()) {
        case "fail-on" -> failOn = level(value);
        case "kas" -> {
          for (Node item : value.items("files of kas")) {
            projects.add(item.text("a file of kas, or several with colons between them,"));
          }
        }
        case "exclude" -> {
          for (Node item : refuseMany(value.items("patterns"), value)) {
            exclude.add(item.glob());
          }
        }
        case "allow" -> {
          for (Node item : refuseMany(value.items("findings that are allowed"), value)) {
            allow.add(allowance(item, rules));
          }
        }
        default -> throw member.unknown(KEYS);
      }
    }
    return new PinSettings(failOn, projects, exclude, allow);
  }

  private static List<Node> refuseMany(List<Node> items, Node list) throws StrictYamlException {
    if (items.size() > MAX_PATTERNS) {
      throw list.refuse("more than " + MAX_PATTERNS + " of them");
    }
    return items;
  }

  private static Level level(Node node) throws StrictYamlException {
    String word = node.text("error, warning or note");
    for (Level level : Level.values()) {
      if (level.name().toLowerCase(Locale.ROOT).equals(word)) {
        return level;
      }
    }
    throw node.refuse("error, warning or note is expected");
  }

  private static Allowance allowance(Node node, Set<String> rules) throws StrictYamlException {
    Optional<String> rule = Optional.empty();
    Optional<Glob> files = Optional.empty();
    Optional<String> entry = Optional.empty();
    Optional<LocalDate> until = Optional.empty();
    Optional<String> reason = Optional.empty();
    for (Member member : node.members(OF_AN_ALLOWANCE)) {
      Node value = member.value();
      switch (member.key().value()) {
        case "rule" -> rule = Optional.of(rule(value, rules));
        case "files" -> files = Optional.of(value.glob());
        case "entry" -> entry = Optional.of(value.text("what it is about"));
        case "until" -> until = Optional.of(day(value));
        case "reason" -> reason = Optional.of(value.text("a sentence that says why"));
        default -> throw member.unknown(OF_AN_ALLOWANCE);
      }
    }
    return new Allowance(
        rule.orElseThrow(() -> lacks(node, "rule")),
        files.orElseThrow(() -> lacks(node, "files")),
        entry,
        until.orElseThrow(() -> lacks(node, "until, the last day on which it counts")),
        reason.orElseThrow(() -> lacks(node, "reason")),
        node.line());
  }

  private static StrictYamlException lacks(Node node, String what) {
    return node.refuse("what is allowed has to say " + what);
  }

  private static String rule(Node node, Set<String> rules) throws StrictYamlException {
    String id = node.text("the id of a rule");
    if (!rules.contains(id)) {
      throw node.refuse("there is no rule of that id");
    }
    return id;
  }

  private static LocalDate day(Node node) throws StrictYamlException {
    try {
      return LocalDate.parse(node.text("a day as 2027-12-31"));
    } catch (DateTimeException broken) {
      throw node.refuse("a day as 2027-12-31 is expected");
    }
  }

  /** Whether a path is not looked at. */
  public Predicate<String> excluded() {
    return path -> exclude.stream().anyMatch(glob -> glob.matches(path) || glob.matchesAbove(path));
  }
}
