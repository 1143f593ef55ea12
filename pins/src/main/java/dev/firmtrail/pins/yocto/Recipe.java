package dev.firmtrail.pins.yocto;

import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.yocto.Statement.Assignment;
import dev.firmtrail.pins.yocto.Statement.Inclusion;
import dev.firmtrail.pins.yocto.Statement.Operator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A recipe with what it requires, the classes and the appends that are in the tree, in the order in
 * which BitBake reads them.
 */
final class Recipe {
  /** Files of a recipe; one that was made to fill memory has more. */
  private static final int MOST_FILES = 200;

  private static final int MAX_DEPTH = 20;

  private final Layers layers;
  private final SourceFile file;
  private final List<Said> said = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private boolean isOpen;

  /** An assignment, and the file that makes it. */
  record Said(Assignment assignment, SourceFile file) {}

  private Recipe(Layers layers, SourceFile file) {
    this.layers = layers;
    this.file = file;
  }

  static Recipe of(Layers layers, SourceFile file) {
    Recipe recipe = new Recipe(layers, file);
    recipe.take(file, true);
    if (BitBakeFile.isRecipe(file)) {
      for (SourceFile append : layers.appends()) {
        if (isFor(append, file)) {
          recipe.take(append, true);
        }
      }
    } else {
      // What it belongs to is elsewhere, and says the rest.
      recipe.isOpen = true;
    }
    return recipe;
  }

  /** Configuration alone: what it leaves unsaid is said elsewhere. */
  static Recipe of(Layers layers, BitBakeFile configuration) {
    Recipe recipe = new Recipe(layers, configuration.file());
    recipe.isOpen = true;
    configuration
        .assignments()
        .forEach(one -> recipe.said.add(new Said(one, configuration.file())));
    return recipe;
  }

  private static boolean isFor(SourceFile append, SourceFile recipe) {
    String name = recipe.name().substring(0, recipe.name().length() - ".bb".length());
    String pattern = append.name().substring(0, append.name().length() - ".bbappend".length());
    int wildcard = pattern.indexOf('%');
    return wildcard < 0 ? name.equals(pattern) : name.startsWith(pattern.substring(0, wildcard));
  }

  private void take(SourceFile from, boolean judgesInclusions) {
    if (!seen.add(from.path())) {
      return;
    }
    if (seen.size() > MOST_FILES) {
      isOpen = true;
      return;
    }
    for (Statement statement : layers.of(from).statements()) {
      switch (statement) {
        case Assignment assignment -> said.add(new Said(assignment, from));
        case Inclusion inclusion -> include(inclusion, from, judgesInclusions);
        case Statement.Task task -> {}
      }
    }
  }

  private void include(Inclusion inclusion, SourceFile from, boolean judges) {
    for (String name : inclusion.names()) {
      Optional<String> expanded = inFileName(name);
      Optional<SourceFile> found =
          inclusion.isClass()
              ? expanded.flatMap(layers::named)
              : expanded.flatMap(path -> layers.included(from, path));
      if (found.isPresent()) {
        take(found.get(), judges && !inclusion.isClass());
      } else if (!inclusion.isClass() && judges) {
        isOpen = true;
      }
    }
  }

  private Optional<String> inFileName(String name) {
    String expanded =
        name.replace("${PN}", name()).replace("${BPN}", name()).replace("${PV}", version());
    return expanded.indexOf('$') < 0 ? Optional.of(expanded) : Optional.empty();
  }

  SourceFile file() {
    return file;
  }

  /** Paths of all its files. */
  Set<String> paths() {
    return seen;
  }

  /** Whether a file that could say more is not in the tree. */
  boolean isOpen() {
    return isOpen;
  }

  /** Its name by that of its file. */
  String name() {
    String base = base();
    int underline = base.indexOf('_');
    return underline < 0 ? base : base.substring(0, underline);
  }

  private String version() {
    String base = base();
    int underline = base.indexOf('_');
    return underline < 0 ? "1.0" : base.substring(underline + 1);
  }

  private String base() {
    String name = file.name();
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** All assignments to a variable, those to its flags left out, in order. */
  List<Said> assignments(String name) {
    return said.stream()
        .filter(one -> one.assignment().name().equals(name) && one.assignment().flag().isEmpty())
        .toList();
  }

  List<Said> all() {
    return said;
  }

  /** Assignments that still count in the end: a later one that replaces them has not come. */
  List<Said> alive(String name) {
    List<Said> alive = new ArrayList<>();
    boolean isSet = false;
    for (Said one : assignments(name)) {
      Assignment assignment = one.assignment();
      boolean isPlain = !assignment.isConditional();
      if (isPlain && assignment.operator() == Operator.SET) {
        alive.removeIf(earlier -> !earlier.assignment().isConditional());
        alive.add(one);
        isSet = true;
      } else if (isPlain && assignment.operator().isWeak()) {
        if (!isSet) {
          alive.removeIf(earlier ->
              !earlier.assignment().isConditional()
                  && earlier.assignment().operator() == Operator.WEAKEST);
          alive.add(one);
          isSet = assignment.operator() == Operator.WEAK;
        }
      } else if (assignment.operator() != Operator.REMOVE) {
        alive.add(one);
      }
    }
    return alive;
  }

  /** Text without variables; empty where one is not known from these files alone. */
  Optional<String> expand(String text) {
    return expand(text, 0);
  }

  private Optional<String> expand(String text, int depth) {
    int dollar = text.indexOf("${");
    if (dollar < 0) {
      return Optional.of(text);
    }
    if (depth > MAX_DEPTH || text.length() > 100_000) {
      return Optional.empty();
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (dollar >= 0) {
      int end = text.indexOf('}', dollar);
      if (end < 0) {
        return Optional.empty();
      }
      Optional<String> value = value(text.substring(dollar + 2, end), depth + 1);
      if (value.isEmpty() || out.length() > 100_000) {
        return Optional.empty();
      }
      out.append(text, from, dollar).append(value.get());
      from = end + 1;
      dollar = text.indexOf("${", from);
    }
    return Optional.of(out.append(text.substring(from)).toString());
  }

  private Optional<String> value(String name, int depth) {
    List<Said> given = alive(name);
    if (given.isEmpty()) {
      return switch (name) {
        case "PN", "BPN" -> Optional.of(name());
        case "PV" -> Optional.of(version());
        case "BP", "P" -> Optional.of(name() + "-" + version());
        default -> Optional.empty();
      };
    }
    boolean isPlain =
        given.size() == 1
            && !given.getFirst().assignment().isConditional()
            && given.getFirst().assignment().operator() != Operator.ADD;
    return isPlain ? expand(given.getFirst().assignment().value(), depth) : Optional.empty();
  }

  /** The one assignment that gives a variable its value, where there is only one. */
  Optional<Said> only(String name) {
    List<Said> given = alive(name);
    return given.size() == 1 ? Optional.of(given.getFirst()) : Optional.empty();
  }
}
