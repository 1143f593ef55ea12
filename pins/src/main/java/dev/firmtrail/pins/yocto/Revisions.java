package dev.firmtrail.pins.yocto;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.yocto.Statement.Assignment;
import dev.firmtrail.pins.yocto.Statement.Operator;
import dev.firmtrail.state.Shown;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Judges which commits a recipe or configuration builds. */
final class Revisions {
  static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /** All that BitBake resolves to the newest commit. */
  private static final Set<String> NEWEST =
      Set.of("${AUTOREV}", "AUTOINC", "${@bb.fetch2.get_autorev(d)}");

  /** Longest chain of variables. */
  private static final int LONGEST_CHAIN = 10;

  private Revisions() {}

  /** Judges every SRCREV that counts in a recipe. */
  static void judge(Recipe recipe, Set<String> pinnedElsewhere, Findings findings) {
    for (String name : names(recipe)) {
      for (Recipe.Said said : recipe.alive(name)) {
        Optional<Recipe.Said> end = end(recipe, said);
        if (end.isPresent() && NEWEST.contains(end.get().assignment().value().strip())) {
          report(said, end.get(), pinnedElsewhere, findings);
        }
      }
    }
  }

  private static List<String> names(Recipe recipe) {
    return recipe.all().stream()
        .map(said -> said.assignment().name())
        .filter(Revisions::isRevision)
        .distinct()
        .toList();
  }

  static boolean isRevision(String name) {
    return name.equals("SRCREV") || (name.startsWith("SRCREV_") && !name.equals("SRCREV_FORMAT"));
  }

  /** The assignment that holds the text that a chain of variables leads to. */
  private static Optional<Recipe.Said> end(Recipe recipe, Recipe.Said first) {
    Recipe.Said said = first;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      String value = said.assignment().value().strip();
      boolean isVariable =
          value.startsWith("${")
              && value.indexOf('}') == value.length() - 1
              && !value.startsWith("${@");
      if (NEWEST.contains(value) || !isVariable) {
        return Optional.of(said);
      }
      Optional<Recipe.Said> next = recipe.only(value.substring(2, value.length() - 1));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      said = next.get();
    }
    return Optional.empty();
  }

  private static void report(
      Recipe.Said said, Recipe.Said end, Set<String> pinnedElsewhere, Findings findings) {
    Assignment assignment = said.assignment();
    String name = fullName(assignment);
    // A variant that nobody builds unless asked for.
    if (assignment.overrides().contains("class-devupstream")) {
      return;
    }
    boolean isWeak = assignment.operator().isWeak();
    if (isWeak && pinnedElsewhere.contains(name)) {
      return;
    }
    findings.add(
        isWeak ? YoctoRules.WEAK_AUTOREV : YoctoRules.AUTOREV,
        end.file(),
        Place.line(end.assignment().line()),
        name,
        isWeak
            ? Shown.text(name) + " is the newest commit unless it is set elsewhere"
            : Shown.text(name) + " is the newest commit at each parse");
  }

  static String fullName(Assignment assignment) {
    return assignment.overrides().isEmpty()
        ? assignment.name()
        : assignment.name() + ":" + String.join(":", assignment.overrides());
  }

  /** Whether it sets a revision to a commit for good. */
  static boolean pins(Assignment assignment) {
    return isRevision(assignment.name())
        && assignment.operator() == Operator.SET
        && HASH.matcher(assignment.value().strip()).matches();
  }

  /** Judges the revision of one git URL. */
  static void judge(SourceUri uri, Findings findings) {
    if (uri.hides("name") || uri.hides("rev") || uri.hides("tag")) {
      return;
    }
    Optional<String> rev = uri.parameter("rev");
    if (rev.isPresent() && !HASH.matcher(rev.get()).matches()) {
      report(uri, "rev=" + rev.get(), findings);
    }
    List<Recipe.Said> given = given(uri);
    for (Recipe.Said said : given) {
      literal(uri.recipe(), said, findings);
    }
    Optional<String> tag = uri.parameter("tag");
    if (tag.isPresent() && rev.isEmpty() && given.isEmpty() && !uri.recipe().isOpen()) {
      report(uri, "tag=" + tag.get(), findings);
    }
  }

  private static List<Recipe.Said> given(SourceUri uri) {
    String name = uri.parameter("name").orElse("default");
    List<Recipe.Said> own = uri.recipe().alive("SRCREV_" + name);
    return own.isEmpty() ? uri.recipe().alive("SRCREV") : own;
  }

  private static void literal(Recipe recipe, Recipe.Said said, Findings findings) {
    Optional<Recipe.Said> end = end(recipe, said);
    if (end.isEmpty() || said.assignment().overrides().contains("class-devupstream")) {
      return;
    }
    String value = end.get().assignment().value().strip();
    boolean isLiteral = !value.isEmpty() && value.indexOf('$') < 0;
    if (isLiteral
        && !HASH.matcher(value).matches()
        && !value.equals("INVALID")
        && !NEWEST.contains(value)) {
      String name = fullName(said.assignment());
      findings.add(
          YoctoRules.NO_COMMIT,
          end.get().file(),
          Place.line(end.get().assignment().line()),
          name,
          Shown.text(name) + " is " + Shown.text(value) + ", which is no commit in full");
    }
  }

  private static void report(SourceUri uri, String what, Findings findings) {
    findings.add(
        YoctoRules.NO_COMMIT,
        uri.file(),
        Place.line(uri.line()),
        uri.address(),
        "%s is named by %s and by no commit"
            .formatted(Shown.text(uri.address()), Shown.text(what)));
  }
}
