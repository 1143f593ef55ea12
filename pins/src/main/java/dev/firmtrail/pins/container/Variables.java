package dev.firmtrail.pins.container;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Replaces {@code $NAME} and {@code ${NAME…}} as Dockerfiles and compose files write them. */
public final class Variables {
  private final Map<String, String> known;

  public Variables(Map<String, String> known) {
    this.known = new HashMap<>(known);
  }

  /**
   * Text without variables.
   *
   * @param used names of those whose value went into it, in order
   */
  public record Expanded(String text, List<String> used) {
    public Expanded {
      used = List.copyOf(used);
    }
  }

  /** Empty where the value of a variable is not known. {@code $$} is a dollar sign. */
  public Optional<Expanded> expand(String text) {
    StringBuilder out = new StringBuilder();
    List<String> used = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c != '$') {
        out.append(c);
        i++;
      } else if (text.startsWith("$$", i)) {
        out.append('$');
        i += 2;
      } else {
        boolean braces = text.startsWith("${", i);
        int end = braces ? text.indexOf('}', i) : behindName(text, i + 1);
        if (end < 0) {
          return Optional.empty();
        }
        Optional<String> value = value(text.substring(i + (braces ? 2 : 1), end), used);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        out.append(value.get());
        i = braces ? end + 1 : end;
      }
    }
    return Optional.of(new Expanded(out.toString(), used));
  }

  private Optional<String> value(String inner, List<String> used) {
    int end = behindName(inner, 0);
    String name = inner.substring(0, end);
    String rest = inner.substring(end);
    Optional<String> own = Optional.ofNullable(known.get(name));
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (rest.isEmpty()) {
      own.ifPresent(value -> used.add(name));
      return own;
    }
    if (rest.startsWith(":-") || rest.startsWith("-")) {
      String otherwise = rest.substring(rest.indexOf('-') + 1);
      own.ifPresent(value -> used.add(name));
      // A default that is itself worked out is not known.
      return own.or(() -> otherwise.indexOf('$') >= 0 ? Optional.empty() : Optional.of(otherwise));
    }
    return Optional.empty();
  }

  private static int behindName(String text, int from) {
    int i = from;
    while (i < text.length()
        && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
      i++;
    }
    return i;
  }
}
