package dev.firmtrail.pins.yocto;

import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.yocto.Statement.Assignment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One URL of {@code SRC_URI}.
 *
 * @param written as it stands there
 * @param address what follows the scheme up to the parameters, variables replaced where they are
 *     known
 * @param parameters values as written, variables and all
 * @param isWhole whether all its pieces could be read: no variable stands where parameters could be
 */
record SourceUri(
    Recipe recipe,
    String written,
    String scheme,
    String address,
    Map<String, String> parameters,
    boolean isWhole,
    SourceFile file,
    int line) {
  /** URLs of a recipe. */
  private static final int MOST = 20_000;

  /** All that count in the end, those of a condition among them. */
  static List<SourceUri> of(Recipe recipe) {
    List<SourceUri> all = new ArrayList<>();
    for (Recipe.Said said : recipe.alive("SRC_URI")) {
      Assignment assignment = said.assignment();
      String value = assignment.value();
      int at = 0;
      while (at < value.length() && all.size() < MOST) {
        if (Character.isWhitespace(value.charAt(at))) {
          at++;
          continue;
        }
        int begin = at;
        while (at < value.length() && !Character.isWhitespace(value.charAt(at))) {
          at++;
        }
        read(recipe, value.substring(begin, at), said.file(), assignment.lineAt(begin))
            .ifPresent(all::add);
      }
    }
    return all;
  }

  private static Optional<SourceUri> read(Recipe recipe, String word, SourceFile file, int line) {
    String text = recipe.expand(word).orElse(word);
    int scheme = text.indexOf("://");
    if (scheme <= 0 || !text.substring(0, scheme).chars().allMatch(Character::isLetter)) {
      return Optional.empty();
    }
    String[] pieces = text.substring(scheme + 3).split(";", -1);
    Map<String, String> parameters = new LinkedHashMap<>();
    boolean isWhole = true;
    for (int i = 1; i < pieces.length; i++) {
      int equals = pieces[i].indexOf('=');
      if (equals > 0) {
        parameters.put(pieces[i].substring(0, equals).strip(), pieces[i].substring(equals + 1));
      }
      isWhole &= equals > 0 || pieces[i].indexOf('$') < 0;
    }
    // A variable at the end of the address can bring parameters with it.
    isWhole &= !pieces[0].endsWith("}");
    return Optional.of(
        new SourceUri(
            recipe,
            word,
            text.substring(0, scheme).toLowerCase(Locale.ROOT),
            pieces[0],
            parameters,
            isWhole,
            file,
            line));
  }

  /** A parameter whose value is known; empty where it is not there or not known. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> value.indexOf('$') < 0);
  }

  /** Whether a parameter stands there whose value is not known. */
  boolean hides(String name) {
    return parameters.getOrDefault(name, "").indexOf('$') >= 0;
  }

  boolean isGit() {
    return scheme.equals("git") || scheme.equals("gitsm");
  }

  boolean isChecked() {
    return switch (scheme) {
      case "http", "https", "ftp", "ftps", "sftp", "s3", "gs", "az", "crate", "gomod" -> true;
      default -> false;
    };
  }

  /** Under which its checksums stand; empty for those without one. */
  String name() {
    if (parameters.containsKey("name")) {
      return parameters.getOrDefault("name", "");
    }
    return switch (scheme) {
      case "crate" -> {
        String[] steps = address.split("/", -1);
        yield steps.length < 3 ? "" : steps[steps.length - 2] + "-" + steps[steps.length - 1];
      }
      case "gomod" -> address + "@" + parameters.getOrDefault("version", "");
      default -> "";
    };
  }
}
