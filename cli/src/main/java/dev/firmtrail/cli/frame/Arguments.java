package dev.firmtrail.cli.frame;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one command line gave to a set of flags, with the environment behind it.
 *
 * @param given the flags that stood on the command line
 * @param positionals everything that is not a flag, in order
 * @param session where unset flags look for their variable
 */
public record Arguments(Map<Flag, String> given, List<String> positionals, Session session) {
  public Arguments {
    given = Map.copyOf(given);
    positionals = List.copyOf(positionals);
  }

  /** These, with the flags that an outer command line gave and this one did not. */
  public Arguments inside(Arguments outer) {
    Map<Flag, String> both = new HashMap<>(outer.given);
    both.putAll(given);
    return new Arguments(both, positionals, session);
  }

  /** Whether an on-or-off flag is on. */
  public boolean isOn(Flag flag) throws CommandFailure {
    Optional<String> word = text(flag);
    if (word.isEmpty()) {
      return false;
    }
    Optional<Boolean> value = StrictBoolean.parse(word.get());
    if (value.isEmpty()) {
      String where = given.containsKey(flag) ? flag.shown() : flag.variable();
      throw new CommandFailure(
          ExitCode.USAGE,
          where + ": could not parse " + word.get() + " as a bool value; say true or false");
    }
    return value.get();
  }

  /**
   * Refuses a word that is no boolean for a flag without effect: it has always ended every command,
   * and whoever mistyped it should learn so.
   */
  void requireBoolean(Flag flag) throws CommandFailure {
    isOn(flag);
  }

  /** The value of a flag, from the command line, else from its variable. */
  public Optional<String> text(Flag flag) {
    String onTheLine = given.get(flag);
    if (onTheLine != null) {
      return Optional.of(onTheLine);
    }
    String behind = flag.variable().isEmpty() ? "" : session.variable(flag.variable());
    return behind.isEmpty() ? Optional.empty() : Optional.of(behind);
  }
}
