package dev.firmtrail.pins.yocto;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.yocto.Statement.Assignment;
import dev.firmtrail.state.Shown;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Judges the URLs of a recipe. */
final class Sources {
  private static final List<String> STRONG = List.of("sha256sum", "sha384sum", "sha512sum", "goh1");
  private static final List<String> WEAK = List.of("md5sum", "sha1sum");

  private final Recipe recipe;
  private final Findings findings;

  /** Kinds of checksums by the name of their URL, and who gives each. */
  private final Map<String, Map<String, Recipe.Said>> checksums = new HashMap<>();

  /** Whether a checksum stands under a name that is not known. */
  private boolean isHidden;

  private Sources(Recipe recipe, Findings findings) {
    this.recipe = recipe;
    this.findings = findings;
    for (Recipe.Said said : recipe.all()) {
      Assignment assignment = said.assignment();
      if (assignment.name().equals("SRC_URI") && !assignment.flag().isEmpty()) {
        checksum(said, assignment.flag());
      }
    }
  }

  private void checksum(Recipe.Said said, String flag) {
    Optional<String> known = recipe.expand(flag);
    if (known.isEmpty()) {
      isHidden = true;
      return;
    }
    int dot = known.get().lastIndexOf('.');
    String name = dot < 0 ? "" : known.get().substring(0, dot);
    checksums
        .computeIfAbsent(name, key -> new HashMap<>())
        .put(known.get().substring(dot + 1), said);
  }

  static void judge(Recipe recipe, Findings findings) {
    Sources sources = new Sources(recipe, findings);
    for (SourceUri uri : SourceUri.of(recipe)) {
      if (uri.isGit()) {
        Revisions.judge(uri, findings);
        sources.git(uri);
      } else if (uri.isChecked()) {
        sources.download(uri);
      } else {
        sources.other(uri);
      }
    }
  }

  private void git(SourceUri uri) {
    boolean hasBranch =
        Stream.of("branch", "nobranch", "usehead").anyMatch(uri.parameters()::containsKey);
    if (!hasBranch && uri.isWhole()) {
      report(YoctoRules.NO_BRANCH, uri, "names no branch");
    }
    String protocol = uri.parameters().getOrDefault("protocol", "git");
    boolean isLocal = uri.address().startsWith("/") || uri.address().isEmpty();
    if ((protocol.equals("git") || protocol.equals("http")) && uri.isWhole() && !isLocal) {
      report(YoctoRules.PLAIN_GIT, uri, "is fetched over " + protocol + ", which nobody protects");
    }
  }

  private void download(SourceUri uri) {
    Set<String> kinds = new HashSet<>();
    STRONG.stream().filter(uri.parameters()::containsKey).forEach(kinds::add);
    WEAK.stream().filter(uri.parameters()::containsKey).forEach(kinds::add);
    Map<String, Recipe.Said> flags = checksums.getOrDefault(uri.name(), Map.of());
    kinds.addAll(flags.keySet());
    if (kinds.stream().anyMatch(STRONG::contains)) {
      if (isMadeByForge(uri.address())) {
        report(YoctoRules.FORGE_ARCHIVE, uri, "is packed by the forge when it is asked for");
      }
      return;
    }
    Optional<String> weak = WEAK.stream().filter(kinds::contains).findFirst();
    if (weak.isPresent()) {
      Recipe.Said said = flags.get(weak.get());
      findings.add(
          YoctoRules.WEAK_CHECKSUM,
          said == null ? uri.file() : said.file(),
          Place.line(said == null ? uri.line() : said.assignment().line()),
          uri.name() + " " + uri.address(),
          "%s has only %s".formatted(Shown.text(uri.address()), weak.get()));
      return;
    }
    boolean isUnknown =
        isHidden
            || recipe.isOpen()
            || !uri.isWhole()
            || uri.name().indexOf('$') >= 0
            || isSetByPython();
    if (!isUnknown) {
      String name = uri.name();
      report(
          YoctoRules.NO_CHECKSUM,
          uri,
          name.isEmpty()
              ? "has no checksum"
              : "has no checksum under its name " + Shown.text(name));
    }
  }

  /** Whether the recipe's own Python gives checksums. */
  private boolean isSetByPython() {
    return recipe.file().text().filter(text -> text.contains("setVarFlag")).isPresent();
  }

  private static boolean isMadeByForge(String address) {
    return !address.contains("/releases/download/")
        && Stream.of("/archive/", "/tarball/", "/zipball/", "/snapshot/", "codeload.", "a=snapshot")
            .anyMatch(address::contains);
  }

  private void other(SourceUri uri) {
    switch (uri.scheme()) {
      case "npm" -> report(YoctoRules.NPM, uri, "comes from npm's registry by name");
      case "repo" -> report(YoctoRules.OTHER_HEAD, uri, "is whatever the manifest names");
      case "hg", "svn" -> {
        String rev = uri.parameter("rev").orElse("");
        if (rev.equals("tip") || rev.equals("HEAD")) {
          report(YoctoRules.OTHER_HEAD, uri, "is taken at " + rev);
        }
      }
      default -> {}
    }
  }

  private void report(Rule rule, SourceUri uri, String what) {
    findings.add(
        rule,
        uri.file(),
        Place.line(uri.line()),
        uri.scheme() + "://" + uri.address(),
        Shown.text(uri.scheme() + "://" + uri.address()) + " " + what);
  }
}
