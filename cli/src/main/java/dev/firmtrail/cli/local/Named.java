package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Console;
import java.util.List;

/** A notice about some names: the first few, and how many more there are. */
final class Named {
  private static final int NAMED = 5;

  private Named() {}

  /** Says nothing when there are none. */
  static void tell(Console console, String kind, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    String shown = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
    console.notice(kind + ": " + shown + more);
  }
}
