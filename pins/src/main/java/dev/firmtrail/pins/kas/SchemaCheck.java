package dev.firmtrail.pins.kas;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.yaml.YamlNode;
import dev.firmtrail.state.Shown;
import java.util.List;
import java.util.Set;

/** Names what kas refuses or silently drops in a file. Only what is certain. */
final class SchemaCheck {
  private static final Set<String> OF_A_REPOSITORY =
      Set.of(
          "name",
          "url",
          "type",
          "commit",
          "branch",
          "tag",
          "refspec",
          "signed",
          "allowed_signers",
          "path",
          "layers",
          "patches");

  /** Later formats may have keys that are not known here. */
  private static final int NEWEST = 23;

  private SchemaCheck() {}

  static void check(KasFile file, Findings findings) {
    boolean isKnown = file.version() <= NEWEST;
    for (YamlNode.Member member : file.map().members()) {
      String key = member.key().value();
      if (isKnown && !KasFile.TOP.contains(key)) {
        report(file, member.key().place(), key, "kas knows no key " + Shown.text(key), findings);
      }
    }
    List<YamlNode> documents = file.file().yaml().documents();
    if (documents.size() > 1) {
      report(
          file,
          documents.get(1).place(),
          "document",
          "kas takes one document, and this is a second",
          findings);
    }
    for (YamlNode.Text duplicate : file.file().yaml().duplicates()) {
      findings.add(
          KasRules.SCHEMA,
          Level.WARNING,
          file.file(),
          duplicate.place(),
          duplicate.value(),
          "key "
              + Shown.text(duplicate.value())
              + " stands here a second time, and the first has no effect");
    }
    repositories(file, findings);
  }

  private static void repositories(KasFile file, Findings findings) {
    List<YamlNode.Member> repositories =
        file.map().map("repos").map(YamlNode.Members::members).orElse(List.of());
    for (YamlNode.Member repository : repositories) {
      if (!(repository.value() instanceof YamlNode.Members map)) {
        continue;
      }
      for (YamlNode.Member member : map.members()) {
        String key = member.key().value();
        if (file.version() <= NEWEST && !OF_A_REPOSITORY.contains(key)) {
          report(
              file,
              member.key().place(),
              repository.key().value() + " " + key,
              "a repository of kas has no key " + Shown.text(key),
              findings);
        } else if (key.equals("commit") && isNumber(member.value())) {
          report(
              file,
              member.value().place(),
              repository.key().value() + " commit",
              "a commit without a letter is read as a number: put it into quotes",
              findings);
        }
      }
    }
  }

  private static boolean isNumber(YamlNode node) {
    return node instanceof YamlNode.Text text
        && text.style() == YamlNode.Style.PLAIN
        && !text.value().isEmpty()
        && text.value().chars().allMatch(Character::isDigit);
  }

  private static void report(
      KasFile file, Place place, String entry, String message, Findings findings) {
    findings.add(KasRules.SCHEMA, file.file(), place, entry, message);
  }
}
