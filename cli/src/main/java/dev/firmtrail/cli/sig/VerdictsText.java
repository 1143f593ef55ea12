package dev.firmtrail.cli.sig;

import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.Console.Colour;
import dev.firmtrail.signatures.Judgement;
import dev.firmtrail.signatures.KeyCoverage;
import dev.firmtrail.signatures.SignatureVerdict;
import dev.firmtrail.signatures.Signer;
import dev.firmtrail.signatures.device.DeviceVerdict;
import dev.firmtrail.state.Shown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** {@link Verdicts} for a person. Nothing in it is obeyed by a terminal, whoever wrote it. */
final class VerdictsText {
  /** A column that is wider would push the next one out of sight. */
  private static final int WIDEST = 48;

  private final Console console;
  private final List<String> lines = new ArrayList<>();

  VerdictsText(Console console) {
    this.console = console;
  }

  void print(Verdicts all) throws IOException {
    all.state().id().ifPresent(id -> lines.add("state       " + id));
    lines.add("of          " + Shown.whole(all.state().label()));
    lines.add("trust       " + Shown.whole(all.trust().toString()) + ", at " + all.at());
    lines.add("");
    keys(all.report().coverage(), all.report().signatures());
    signatures(all.report().signatures());
    all.report()
        .hazards()
        .forEach(hazard ->
            lines.add(console.coloured(Colour.RED, "hazard      ") + Shown.whole(hazard)));
    all.notes().forEach(note -> lines.add("note        " + Shown.whole(note)));
    lines.add("");
    lines.add("strict      " + judgement(all.report().strict()));
    lines.add("lenient     " + judgement(all.report().lenient()));
    lines.add("A published device with the same trust says in its mode");
    lines.add("strict      " + device(all.deviceStrict()));
    lines.add("lenient     " + device(all.deviceLenient()));
    for (String line : lines) {
      console.dataLine(line);
    }
  }

  private void keys(
      SequencedMap<String, KeyCoverage> coverage,
      SequencedMap<String, SignatureVerdict> signatures) {
    int width =
        Math.min(
            WIDEST,
            coverage.keySet().stream().map(Shown::text).mapToInt(String::length).max().orElse(0));
    for (Map.Entry<String, KeyCoverage> entry : coverage.entrySet()) {
      String key = ("%-" + Math.max(1, width) + "s").formatted(Shown.text(entry.getKey()));
      lines.add(
          switch (entry.getValue()) {
            case KeyCoverage.Signed(List<String> by) ->
                console.coloured(Colour.GREEN, "signed      ") + key + "  " + by(by, signatures);
            case KeyCoverage.Exempt(KeyCoverage.Rule rule) ->
                "exempt      " + key + "  " + words(rule);
            case KeyCoverage.Uncovered(KeyCoverage.Why why) ->
                console.coloured(Colour.RED, "NOT COVERED ") + key + "  " + words(why);
          });
    }
    lines.add("");
  }

  private static String by(List<String> keys, SequencedMap<String, SignatureVerdict> signatures) {
    List<String> by = new ArrayList<>();
    for (String key : keys) {
      if (signatures.get(key) instanceof SignatureVerdict.Holds holds) {
        by.add(Shown.text(holds.signer().name()) + " in " + Shown.text(key));
      }
    }
    return String.join(", and ", by);
  }

  private static String words(KeyCoverage.Rule rule) {
    return switch (rule) {
      case SOURCE -> "says how a part was made; devices do not read it";
      case SIGNATURE -> "is itself a signature that holds";
    };
  }

  private static String words(KeyCoverage.Why why) {
    return switch (why) {
      case NOT_SELECTED -> "no signature that holds knows it";
      case EXCLUDED -> "a signature names it only to leave it out";
      case NO_SIGNATURE -> "stands in _sigs/ and is no signature that holds";
    };
  }

  private void signatures(SequencedMap<String, SignatureVerdict> signatures) {
    signatures.forEach((key, verdict) ->
        lines.add(
            switch (verdict) {
              case SignatureVerdict.Holds holds ->
                  console.coloured(Colour.GREEN, "holds       ")
                      + Shown.text(key)
                      + ": "
                      + signer(holds.signer())
                      + ", "
                      + Shown.count(holds.selected().size(), "key");
              case SignatureVerdict.Fails(var reason, String detail) ->
                  console.coloured(Colour.RED, "FAILS       ")
                      + Shown.text(key)
                      + ": "
                      + Shown.whole(detail)
                      + " ("
                      + reason.word()
                      + ")";
            }));
    if (signatures.isEmpty()) {
      lines.add("no signatures");
    }
  }

  private static String signer(Signer signer) {
    return "%s by %s, key %s"
        .formatted(
            signer.algorithm(),
            Shown.text(signer.leaf().isPresent() ? signer.name() : "a key without a certificate"),
            signer.keyFingerprint().substring(0, 16));
  }

  private String judgement(Judgement judgement) {
    return switch (judgement) {
      case Judgement.Accepted() -> console.coloured(Colour.GREEN, "accepted");
      case Judgement.NotCovered(List<String> keys) ->
          console.coloured(Colour.RED, "NOT COVERED") + ": " + keys(keys);
      case Judgement.Refused(List<String> problems) ->
          console.coloured(Colour.RED, "REFUSED") + ": " + some(problems);
    };
  }

  private static String keys(List<String> keys) {
    return Shown.count(keys.size(), "key") + ", such as " + Shown.text(keys.getFirst());
  }

  private static String some(List<String> problems) {
    return Shown.whole(problems.getFirst())
        + (problems.size() > 1 ? "; and " + (problems.size() - 1) + " more" : "");
  }

  private String device(DeviceVerdict verdict) {
    return switch (verdict) {
      case DeviceVerdict.Accepted _ -> console.coloured(Colour.GREEN, "accepted");
      case DeviceVerdict.Uncovered(List<String> keys) ->
          console.coloured(Colour.RED, "not covered") + ": " + keys(keys);
      case DeviceVerdict.BadSignature(List<DeviceVerdict.Fault> faults) ->
          console.coloured(Colour.RED, "bad signature") + ": " + fault(faults);
      case DeviceVerdict.Crash(List<DeviceVerdict.Fault> faults) ->
          console.coloured(Colour.RED, "nothing any more: it crashes") + ": " + fault(faults);
      case DeviceVerdict.BadState(String why) ->
          console.coloured(Colour.RED, "bad state") + ": " + Shown.whole(why);
      case DeviceVerdict.Unknown(String why) ->
          console.coloured(Colour.YELLOW, "not known") + ": " + Shown.whole(why);
    };
  }

  private static String fault(List<DeviceVerdict.Fault> faults) {
    return some(faults.stream().map(fault -> fault.key() + ": " + fault.why()).toList());
  }
}
