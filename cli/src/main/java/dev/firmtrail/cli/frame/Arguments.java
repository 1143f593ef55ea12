package dev.firmtrail.cli.frame;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one command line gave to a set of flags, with the environment behind it.
 *
 * @param given the flags that stood on the command line, each with at least one value
 * @param positionals everything that is not a flag, in order
 * @param session where unset flags look for their variable
 * @param configured what the settings say of variables that are not set
 */
public record Arguments(
    Map<Flag, List<String>> given,
    List<String> positionals,
    Session session,
    Map<String, String> configured) {
  public Arguments {
    Map<Flag, List<String>> copy = new HashMap<>();
    given.forEach((flag, values) -> copy.put(flag, List.copyOf(values)));
    given = Map.copyOf(copy);
    positionals = List.copyOf(positionals);
    configured = Map.copyOf(configured);
  }

  public Arguments(Map<Flag, List<String>> given, List<String> positionals, Session session) {
    this(given, positionals, session, Map.of());
  }

  /** These, with settings beneath the environment. */
  public Arguments over(Map<String, String> settings) {
    return new Arguments(given, positionals, session, settings);
  }

  /** These, with the flags that an outer command line gave and this one did not. */
  public Arguments inside(Arguments outer) {
    Map<Flag, List<String>> both = new HashMap<>(outer.given);
    both.putAll(given);
    return new Arguments(both, positionals, session, configured);
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

  /** The value of a flag, from the command line, else from its variable, else from a setting. */
  public Optional<String> text(Flag flag) {
    List<String> onTheLine = texts(flag);
    if (!onTheLine.isEmpty()) {
      return Optional.of(onTheLine.getLast());
    }
    return flag.variable().isEmpty() ? Optional.empty() : variable(flag.variable());
  }

  /** Each value that the command line gives a flag, in order. */
  public List<String> texts(Flag flag) {
    return given.getOrDefault(flag, List.of());
  }

  /** The value of an environment variable, else of the setting that stands for it. */
  Optional<String> variable(String name) {
    String set = session.variable(name);
    return set.isEmpty() ? Optional.ofNullable(configured.get(name)) : Optional.of(set);
  }
}
