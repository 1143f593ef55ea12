package dev.firmtrail.objects.archive;

import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** What an archive is to hold, and how, as people say it. */
public final class ArchiveWish {
  private ArchiveWish() {}

  /**
   * The part of a state that a list of items between commas asks for: the paths that equal an item
   * or lie below it, and always the format. An empty list asks for everything. Nothing is removed
   * by an item that begins with a dash.
   */
  public static State parts(State whole, String list) {
    if (list.isEmpty()) {
      return whole;
    }
    List<String> items =
        Arrays.stream(list.split(",", -1)).filter(item -> !item.isEmpty()).toList();
    TreeMap<StatePath, StateEntry> kept = new TreeMap<>(whole.entries());
    kept.keySet().removeIf(path -> items.stream().noneMatch(path::isWithin));
    if (whole.spec().isEmpty()) {
      return whole;
    }
    try {
      return State.of(whole.spec().get(), kept);
    } catch (InvalidStateException impossible) {
      throw new AssertionError("some paths of a valid state are a valid state", impossible);
    }
  }

  /** Whether a file of this name is to be compressed. */
  public static boolean isCompressed(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".gz") || lower.endsWith(".tgz");
  }
}
