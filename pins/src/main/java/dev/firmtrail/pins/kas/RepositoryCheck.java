package dev.firmtrail.pins.kas;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.yaml.YamlNode;
import dev.firmtrail.state.Shown;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges where the repositories of a project come from. */
final class RepositoryCheck {
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]++");

  private final KasProject project;
  private final Elsewhere elsewhere;
  private final Findings findings;

  private RepositoryCheck(KasProject project, Elsewhere elsewhere, Findings findings) {
    this.project = project;
    this.elsewhere = elsewhere;
    this.findings = findings;
  }

  static void check(KasProject project, Elsewhere elsewhere, Findings findings) {
    RepositoryCheck check = new RepositoryCheck(project, elsewhere, findings);
    for (KasRepository repository : project.repositories()) {
      if (repository.url().isPresent()) {
        check.check(repository);
      }
    }
  }

  private void check(KasRepository repository) {
    reference(repository);
    mixture(repository);
    String url = repository.url().orElse("");
    if (url.startsWith("http:") || url.startsWith("git:")) {
      report(
          KasRules.PLAIN_URL,
          repository,
          "comes over a line that nobody protects: " + Shown.text(url));
    }
    signatures(repository);
  }

  private void reference(KasRepository repository) {
    if (repository.refspec().isPresent()) {
      report(
          KasRules.REFSPEC, repository, "uses refspec " + Shown.text(repository.refspec().get()));
    }
    if (repository.commit().isPresent()) {
      String commit = repository.commit().get();
      if (!KasRepository.HASH.matcher(commit).matches()) {
        boolean isHexadecimal = HEXADECIMAL.matcher(commit).matches();
        findings.add(
            KasRules.SHORT,
            isHexadecimal ? Level.WARNING : Level.ERROR,
            repository.file(),
            repository.place(),
            repository.id(),
            named(repository)
                + (isHexadecimal
                    ? "has commit " + Shown.text(commit) + ", which is not 40 lower-case digits"
                    : "has commit " + Shown.text(commit) + ", which is no commit but a name"));
      }
      return;
    }
    if (repository.isPinned()
        || isUnpinnedByOverride(repository)
        || elsewhere.locked().contains(repository.id())) {
      return;
    }
    if (repository.tag().isPresent()) {
      report(
          KasRules.TAG,
          repository,
          "is named by the tag " + Shown.text(repository.tag().get()) + " alone");
    } else {
      String what =
          repository
              .branch()
              .or(repository::refspec)
              .map(branch -> "follows " + Shown.text(branch))
              .orElse("names neither commit nor branch");
      report(KasRules.BRANCH, repository, what + " and has no commit");
    }
  }

  /** The lock's own finding says so. */
  private boolean isUnpinnedByOverride(KasRepository repository) {
    return project.value("overrides", "repos", repository.id(), "commit").isPresent()
        && project.value("repos", repository.id(), "commit").isPresent();
  }

  private void mixture(KasRepository repository) {
    if (repository.tag().isPresent() && repository.branch().isPresent()) {
      report(
          KasRules.MIXED,
          repository,
          "has tag %s and branch %s"
              .formatted(
                  Shown.text(repository.tag().get()), Shown.text(repository.branch().get())));
    } else if (repository.refspec().isPresent()
        && (repository.branch().isPresent()
            || repository.tag().isPresent()
            || project
                .value("repos", repository.id(), "commit")
                .flatMap(KasProject.Given::text)
                .isPresent())) {
      report(KasRules.MIXED, repository, "has refspec beside commit, branch or tag");
    }
  }

  private void signatures(KasRepository repository) {
    boolean isSigned =
        project
            .value("repos", repository.id(), "signed")
            .flatMap(KasProject.Given::text)
            .filter(word -> word.equals("true"))
            .isPresent();
    if (!isSigned) {
      return;
    }
    Optional<KasProject.Given> signers = project.value("repos", repository.id(), "allowed_signers");
    boolean hasSigners =
        signers
            .filter(given -> given.node() instanceof YamlNode.Items list && !list.items().isEmpty())
            .isPresent();
    if (!hasSigners) {
      report(KasRules.SIGNED, repository, "has to be signed, and no signers are allowed");
      return;
    }
    for (YamlNode item : ((YamlNode.Items) signers.get().node()).items()) {
      if (item instanceof YamlNode.Text signer
          && project.value("signers", signer.value(), "gpg_keyserver").isPresent()
          && project.value("signers", signer.value(), "fingerprint").isEmpty()) {
        report(
            KasRules.SIGNED,
            repository,
            "takes the key of signer %s from a key server, whichever it is"
                .formatted(Shown.text(signer.value())));
      }
    }
  }

  private void report(Rule rule, KasRepository repository, String what) {
    findings.add(
        rule, repository.file(), repository.place(), repository.id(), named(repository) + what);
  }

  private static String named(KasRepository repository) {
    return "repository \"" + Shown.text(repository.id()) + "\" ";
  }
}
