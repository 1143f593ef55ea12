package dev.firmtrail.pins.kas;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.yaml.YamlNode;
import dev.firmtrail.state.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges locks and overrides against the project that they are for, and against each other. */
final class LockCheck {
  private LockCheck() {}

  /** What an override says of a repository. */
  private record Entry(KasFile file, YamlNode.Text id, Optional<YamlNode> commit) {
    Optional<String> hash() {
      return commit.flatMap(node ->
          node instanceof YamlNode.Text text && !text.isNull()
              ? Optional.of(text.value())
              : Optional.empty());
    }
  }

  static void check(KasProject project, Elsewhere elsewhere, Findings findings) {
    Map<String, List<Entry>> byId = new HashMap<>();
    for (KasFile file : project.files()) {
      file.map()
          .map("overrides")
          .flatMap(overrides -> overrides.map("repos"))
          .ifPresent(repos -> {
            for (YamlNode.Member member : repos.members()) {
              Optional<YamlNode> commit =
                  member.value() instanceof YamlNode.Members map
                      ? map.get("commit")
                      : Optional.empty();
              byId.computeIfAbsent(member.key().value(), id -> new ArrayList<>())
                  .add(new Entry(file, member.key(), commit));
            }
          });
    }
    byId.forEach((id, entries) -> {
      if (project.repository(id).isEmpty()) {
        if (!elsewhere.defined().contains(id)) {
          stale(project, id, entries, findings);
        }
      } else {
        fights(id, entries, findings);
        changes(project, id, entries.getLast(), findings);
      }
    });
  }

  private static void stale(KasProject project, String id, List<Entry> entries, Findings findings) {
    if (!project.isComplete()) {
      return;
    }
    for (Entry entry : entries) {
      findings.add(
          KasRules.STALE_LOCK,
          entry.file().file(),
          entry.id().place(),
          id,
          "repository \"" + Shown.text(id) + "\" is overridden here, and the project has none");
    }
  }

  private static void fights(String id, List<Entry> entries, Findings findings) {
    List<Entry> locks =
        entries.stream()
            .filter(entry -> entry.file().isLock() && entry.hash().isPresent())
            .toList();
    for (Entry loser : locks) {
      Entry winner = locks.getLast();
      if (!loser.hash().equals(winner.hash())) {
        findings.add(
            KasRules.TWO_LOCKS,
            loser.file().file(),
            loser.id().place(),
            id,
            "this entry for \"%s\" has no effect: %s is read later and says %s"
                .formatted(
                    Shown.text(id),
                    Shown.text(winner.file().file().path()),
                    Shown.text(winner.hash().orElse(""))));
      }
    }
  }

  private static void changes(KasProject project, String id, Entry entry, Findings findings) {
    Optional<String> written = project.value("repos", id, "commit").flatMap(KasProject.Given::text);
    if (written.isEmpty() || entry.commit().isEmpty() || entry.hash().equals(written)) {
      return;
    }
    boolean unpins = entry.hash().isEmpty();
    findings.add(
        KasRules.LOCK_CHANGES,
        unpins ? Level.ERROR : Level.WARNING,
        entry.file().file(),
        entry.id().place(),
        id,
        "repository \"%s\" has commit %s, and this entry %s"
            .formatted(
                Shown.text(id),
                Shown.text(written.get()),
                unpins ? "takes it away" : "makes it " + Shown.text(entry.hash().get())));
  }
}
