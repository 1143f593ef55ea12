package dev.firmtrail.hub.signatures;

import dev.firmtrail.signatures.SignatureVerdict;
import dev.firmtrail.signatures.SigningPlan;
import dev.firmtrail.signatures.StateReport;
import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What is wrong with the signatures of a state, in words for whoever posted it. What comes from the
 * state is escaped; the first of each kind are named, the rest is counted.
 */
final class SignatureWords {
  private static final String JSON = ".json";
  private static final int NAMED = 20;
  private static final int LONGEST = 400;
  private static final int NAMED_IN_NOTICE = 3;
  private static final int LONGEST_IN_NOTICE = 60;

  private final StateReport report;
  private final SequencedMap<String, SignatureVerdict.Fails> failures = new LinkedHashMap<>();
  private final List<String> strays;
  private final List<String> uncovered;

  SignatureWords(StateReport report) {
    this.report = report;
    report
        .signatures()
        .forEach((key, verdict) -> {
          if (verdict instanceof SignatureVerdict.Fails fails) {
            failures.put(key, fails);
          }
        });
    Predicate<String> liesWithSignatures = key -> key.startsWith(Part.SIGNATURES);
    this.uncovered = report.uncovered().stream().filter(liesWithSignatures.negate()).toList();
    this.strays =
        report.uncovered().stream()
            .filter(liesWithSignatures)
            .filter(key -> !failures.containsKey(key))
            .toList();
  }

  /** Why a strict policy does not take it, and what to do. */
  String refusal() {
    List<String> broken = new ArrayList<>();
    failures.forEach(
        (key, fails) -> broken.add(reason(fails) + Shown.text(key) + ": " + fails.detail()));
    List<String> commands = commands();
    return "strict signature policy: %s. %s; then pvr add, pvr commit, and post again"
        .formatted(
            problems(broken, NAMED, SignatureWords::shown),
            commands.isEmpty() ? "Mend that" : "Run " + first(commands, NAMED, text -> text));
  }

  /** The same for a header: one line of visible ASCII, less than 1 KiB. */
  String notice() {
    List<String> broken = new ArrayList<>();
    failures.forEach((key, fails) -> broken.add(reason(fails) + key));
    return problems(broken, NAMED_IN_NOTICE, SignatureWords::shortAscii);
  }

  private static String shown(String text) {
    return Shown.text(text, LONGEST);
  }

  private static String reason(SignatureVerdict.Fails fails) {
    return "(" + fails.reason().word() + ") ";
  }

  private String problems(List<String> broken, int named, UnaryOperator<String> shown) {
    SequencedMap<String, List<String>> kinds = new LinkedHashMap<>();
    kinds.put("hazards for devices", report.hazards());
    kinds.put("signatures refused", broken);
    kinds.put("no signatures, but in _sigs/", strays);
    kinds.put("keys not covered", uncovered);
    List<String> parts = new ArrayList<>();
    if (report.signatures().isEmpty()) {
      parts.add("the state has no signature");
    }
    kinds.forEach((kind, items) -> {
      if (!items.isEmpty()) {
        parts.add(kind + " (" + items.size() + "): " + first(items, named, shown));
      }
    });
    return String.join("; ", parts);
  }

  private static String first(List<String> items, int named, UnaryOperator<String> shown) {
    String text = items.stream().limit(named).map(shown).collect(Collectors.joining(", "));
    return items.size() > named ? text + " and " + (items.size() - named) + " more" : text;
  }

  /** What makes anew the signatures that do not hold, and makes those that are missing. */
  private List<String> commands() {
    List<String> commands = new ArrayList<>();
    for (String key : failures.keySet()) {
      if (key.startsWith(Part.SIGNATURES) && key.endsWith(JSON)) {
        String name = key.substring(Part.SIGNATURES.length(), key.length() - JSON.length());
        commands.add("pvr sig update " + quoted(name));
      }
    }
    try {
      for (String name : SigningPlan.missing(report).keySet()) {
        if (!failures.containsKey(SigningPlan.key(name))) {
          commands.add(
              name.equals(SigningPlan.ROOT_NAME)
                  ? "pvr sig add --raw " + name + " --include '*'"
                  : "pvr sig add --part " + quoted(name));
        }
      }
    } catch (InvalidGlobException notAPattern) {
      commands.add("pvr sig add --raw NAME --include PATTERN");
    }
    return commands;
  }

  /** One word for a shell, whatever is in it: people copy commands. */
  private static String quoted(String name) {
    String shown = Shown.text(name);
    return shown.matches("[A-Za-z0-9._/@%+-]+") ? shown : "'" + shown.replace("'", "'\\''") + "'";
  }

  private static String shortAscii(String text) {
    StringBuilder ascii = new StringBuilder();
    Shown.text(text)
        .codePoints()
        .forEach(c -> ascii.append(c < 0x7f ? Character.toString(c) : "\\u{%x}".formatted(c)));
    return ascii.length() <= LONGEST_IN_NOTICE
        ? ascii.toString()
        : ascii.substring(0, LONGEST_IN_NOTICE) + "...";
  }
}
