package dev.firmtrail.state;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What belongs together in a state, such as a container or {@code bsp}: the paths that share a
 * first component, with their configuration ({@code _config/NAME/…}) and their signature ({@code
 * _sigs/NAME.json}). Immutable. See {@code docs/formats/state.md}, Parts.
 */
public record Part(String name, SortedMap<StatePath, StateEntry> entries) {
  private static final String CONFIG = "_config/";

  /** Where a state keeps its signatures, and nothing else. */
  public static final String SIGNATURES = "_sigs/";

  private static final String JSON = ".json";

  public Part {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /** The parts of a state by name, in {@link String} order. Every path is in exactly one. */
  public static SortedMap<String, Part> of(State state) {
    TreeMap<String, SortedMap<StatePath, StateEntry>> entries = new TreeMap<>();
    for (Map.Entry<StatePath, StateEntry> entry : state.entries().entrySet()) {
      entries
          .computeIfAbsent(nameOf(entry.getKey()), _ -> new TreeMap<>())
          .put(entry.getKey(), entry.getValue());
    }
    TreeMap<String, Part> parts = new TreeMap<>();
    entries.forEach((name, paths) -> parts.put(name, new Part(name, paths)));
    return Collections.unmodifiableSortedMap(parts);
  }

  /** The name of the part that a path belongs to. */
  public static String nameOf(StatePath path) {
    String text = path.text();
    if (text.startsWith(CONFIG)) {
      return firstComponent(text.substring(CONFIG.length()));
    }
    if (text.startsWith(SIGNATURES) && path.isJson()) {
      String signed = text.substring(SIGNATURES.length(), text.length() - JSON.length());
      if (!signed.isEmpty() && signed.indexOf('/') < 0) {
        return signed;
      }
    }
    return path.first();
  }

  private static String firstComponent(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }
}
