package dev.firmtrail.cli.scenario;

import dev.firmtrail.testkit.wire.WireLog;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The recorded conversations: which there are, and which test runs them. */
final class Recordings {
  /** How many were made of the published program. */
  static final int COUNT = 92;

  /** Commands on the workspace alone, {@link RecordedLocalStepsTest}. */
  static final Set<Integer> LOCAL = Set.of(16, 17, 20, 21, 32, 33, 34);

  /** A shell asks how a word goes on: {@code NicksTest} in hub-client. */
  static final Set<Integer> COMPLETION = Set.of(66, 67, 68, 69);

  /** Those that are not in the repository, with the reason. */
  static final Map<Integer, String> NAMED = new TreeMap<>();

  static {
    name("downloads keys that everybody has; ours never downloads a key (SigningTest)", 70, 71);
    name("apps come with a later issue", 72);
  }

  private Recordings() {}

  private static void name(String reason, int... numbers) {
    for (int number : numbers) {
      NAMED.put(number, reason);
    }
  }

  /** Those in which a command talks to a hub. */
  static List<String> withAHub() {
    return WireLog.names().stream()
        .filter(name -> !LOCAL.contains(number(name)) && !COMPLETION.contains(number(name)))
        .toList();
  }

  static int number(String name) {
    return Integer.parseInt(name.substring(0, 2));
  }
}
