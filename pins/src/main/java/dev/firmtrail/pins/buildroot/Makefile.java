package dev.firmtrail.pins.buildroot;

import dev.firmtrail.pins.tree.SourceFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Variables of a package's makefile. One that is set under a condition, or more than once to
 * different texts, is not known.
 *
 * @param isPackage whether it defines one
 */
record Makefile(SourceFile file, Map<String, Variable> variables, boolean isPackage) {
  private static final int MAX_DEPTH = 20;
  private static final List<String> CONDITIONS = List.of("ifeq", "ifneq", "ifdef", "ifndef");

  record Variable(String text, int line, boolean isKnown) {}

  static Makefile of(SourceFile file) {
    Reader reader = new Reader();
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      int first = i;
      StringBuilder joined = new StringBuilder(lines.get(i));
      while (!joined.isEmpty()
          && joined.charAt(joined.length() - 1) == '\\'
          && i + 1 < lines.size()) {
        joined.setLength(joined.length() - 1);
        joined.append(lines.get(++i));
      }
      reader.line(joined.toString(), first + 1);
    }
    return new Makefile(file, reader.variables, reader.isPackage);
  }

  private static final class Reader {
    private final Map<String, Variable> variables = new HashMap<>();
    private boolean isPackage;
    private boolean isDefine;
    private int conditions;

    void line(String line, int number) {
      String word = line.strip();
      if (isDefine || word.startsWith("define ")) {
        isDefine = !word.equals("endef");
      } else if (CONDITIONS.stream().anyMatch(word::startsWith)) {
        conditions++;
      } else if (word.equals("endif") || word.startsWith("endif ")) {
        conditions--;
      } else if (word.startsWith("$(eval $(") && word.contains("-package)")) {
        isPackage = true;
      } else if (!line.startsWith("\t")) {
        variable(word, number, conditions > 0, variables);
      }
    }
  }

  private static void variable(
      String line, int number, boolean isConditional, Map<String, Variable> variables) {
    int equals = line.indexOf('=');
    if (equals <= 0 || line.startsWith("#")) {
      return;
    }
    boolean isAddition = line.charAt(equals - 1) == '+';
    int end = equals;
    while (end > 0 && ":?+".indexOf(line.charAt(end - 1)) >= 0) {
      end--;
    }
    String name = line.substring(0, end).strip();
    if (name.isEmpty() || !name.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c))) {
      return;
    }
    int comment = line.indexOf(" #", equals);
    String text =
        unquoted(line.substring(equals + 1, comment < 0 ? line.length() : comment).strip());
    Variable before = variables.get(name);
    boolean isKnown =
        !isConditional && !isAddition && (before == null || before.text().equals(text));
    variables.put(name, new Variable(text, number, isKnown));
  }

  /** Make keeps quotes; the shell that uses the value takes them off. */
  private static String unquoted(String text) {
    boolean isQuoted =
        text.length() > 1
            && (text.charAt(0) == '\'' || text.charAt(0) == '"')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return isQuoted ? text.substring(1, text.length() - 1) : text;
  }

  /** A variable's text without variables; empty where it is not there or not known. */
  Optional<String> value(String name) {
    return value(name, 0);
  }

  private Optional<String> value(String name, int depth) {
    Variable variable = variables.get(name);
    if (variable == null || !variable.isKnown() || depth > MAX_DEPTH) {
      return Optional.empty();
    }
    return expand(variable.text(), depth + 1);
  }

  private Optional<String> expand(String text, int depth) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int dollar = text.indexOf("$("); dollar >= 0; dollar = text.indexOf("$(", from)) {
      int end = text.indexOf(')', dollar);
      if (end < 0 || out.length() > 10_000) {
        return Optional.empty();
      }
      String inner = text.substring(dollar + 2, end);
      if (isForge(inner)) {
        // What the forge packs has a name of its own; the site itself does not matter.
        return dollar == 0 ? Optional.of("https://forge/") : Optional.empty();
      }
      Optional<String> value = value(inner, depth);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      out.append(text, from, dollar).append(value.get());
      from = end + 1;
    }
    return Optional.of(out.append(text.substring(from)).toString());
  }

  private static boolean isForge(String inner) {
    return inner.startsWith("call github,") || inner.startsWith("call gitlab,");
  }
}
