package dev.firmtrail.pins.settings;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.PinFinding;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes out of findings what is allowed. For one check. */
public final class Suppression {
  private final SourceTree tree;
  private final PinSettings settings;
  private final LocalDate today;
  private final Map<String, CommentAllowances> comments = new HashMap<>();
  private final Set<Allowance> used = new HashSet<>();
  private final Findings own = new Findings();

  /**
   * What came of it.
   *
   * @param findings those that nobody answers for, and those about allowances
   * @param allowed those that somebody does
   * @param unused allowances of the settings that met nothing
   */
  public record Outcome(List<PinFinding> findings, List<Allowed> allowed, List<Allowance> unused) {}

  /** A finding, and who answers for it. */
  public record Allowed(PinFinding finding, Allowance by) {}

  public Suppression(SourceTree tree, PinSettings settings, LocalDate today) {
    this.tree = tree;
    this.settings = settings;
    this.today = today;
  }

  /** Divides them; only files with findings are looked through for comments. */
  public Outcome of(List<PinFinding> found) {
    List<PinFinding> left = new ArrayList<>();
    List<Allowed> allowed = new ArrayList<>();
    for (PinFinding finding : found) {
      Optional<Allowance> by = answering(finding);
      by.ifPresentOrElse(one -> allowed.add(new Allowed(finding, one)), () -> left.add(finding));
    }
    left.addAll(own.sorted());
    List<Allowance> unused =
        settings.allow().stream().filter(allowance -> !used.contains(allowance)).toList();
    return new Outcome(Findings.sorted(left), allowed, unused);
  }

  private Optional<Allowance> answering(PinFinding finding) {
    for (Allowance allowance : settings.allow()) {
      if (allowance.fits(finding)) {
        used.add(allowance);
        if (!allowance.isOver(today)) {
          return Optional.of(allowance);
        }
        tree.find(PinSettings.NAME).ifPresent(file -> over(file, allowance));
      }
    }
    Optional<SourceFile> file = tree.find(finding.file());
    return file.isEmpty() ? Optional.empty() : inComment(file.get(), finding);
  }

  private Optional<Allowance> inComment(SourceFile file, PinFinding finding) {
    CommentAllowances here = comments.computeIfAbsent(file.path(), path -> read(file));
    int line = finding.place().line();
    for (Allowance allowance : here.allowances()) {
      boolean isBeside = line == allowance.line() || line == allowance.line() + 1;
      if (isBeside && allowance.fits(finding)) {
        if (!allowance.isOver(today)) {
          return Optional.of(allowance);
        }
        over(file, allowance);
      }
    }
    return Optional.empty();
  }

  private CommentAllowances read(SourceFile file) {
    CommentAllowances read = CommentAllowances.of(file);
    for (int line : read.broken()) {
      own.add(
          SuppressionRules.BROKEN,
          file,
          Place.line(line),
          String.valueOf(line),
          "the allowance in this comment does not count: it is not of the form"
              + " \"pins: allow RULE until YYYY-MM-DD because REASON\"");
    }
    return read;
  }

  private void over(SourceFile file, Allowance allowance) {
    own.add(
        SuppressionRules.OVER,
        file,
        Place.line(allowance.line()),
        allowance.rule() + " " + allowance.files(),
        "what allowed %s here was over after %s".formatted(allowance.rule(), allowance.until()));
  }
}
