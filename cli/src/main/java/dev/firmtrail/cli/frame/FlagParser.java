package dev.firmtrail.cli.frame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a command line apart as Go's flag package does, because scripts were written for it: one
 * dash or two for any name, {@code --flag value} and {@code --flag=value}, {@code --flag=false},
 * flags before and after other arguments, {@code --} ends the flags, the last of a repeated flag
 * counts unless it is {@linkplain Flag#each made to be repeated}, letters are never bundled.
 *
 * <p>The library that renders {@link HelpPage} could parse too, but then a short run takes half as
 * long again: its classes would cost more than the work.
 */
public final class FlagParser {
  private final Map<String, Flag> byName = new HashMap<>();
  private final Map<Flag, List<String>> given = new LinkedHashMap<>();
  private final List<String> positionals = new ArrayList<>();

  private FlagParser(List<Flag> flags) {
    for (Flag flag : flags) {
      flag.names().forEach(name -> byName.put(name, flag));
    }
  }

  /** Parses all of a command's arguments. */
  public static Arguments parse(List<Flag> flags, List<String> arguments, Session session)
      throws CommandFailure {
    return new FlagParser(flags).parse(arguments, false, session);
  }

  /**
   * Parses flags up to the first argument that is none; that one and all after it are positionals,
   * untouched.
   */
  public static Arguments parseUpToCommand(
      List<Flag> flags, List<String> arguments, Session session) throws CommandFailure {
    return new FlagParser(flags).parse(arguments, true, session);
  }

  private Arguments parse(List<String> arguments, boolean stopAtFirst, Session session)
      throws CommandFailure {
    int i = 0;
    while (i < arguments.size()) {
      String word = arguments.get(i);
      boolean isFlag = word.length() > 1 && word.startsWith("-");
      if (word.equals("--") || (!isFlag && stopAtFirst)) {
        positionals.addAll(arguments.subList(isFlag ? i + 1 : i, arguments.size()));
        break;
      }
      if (isFlag) {
        Optional<String> next =
            i + 1 < arguments.size() ? Optional.of(arguments.get(i + 1)) : Optional.empty();
        i += flag(word, next);
      } else {
        positionals.add(word);
        i++;
      }
    }
    return new Arguments(given, positionals, session);
  }

  /** Takes one flag; the answer is how many words it used. */
  private int flag(String word, Optional<String> next) throws CommandFailure {
    String bare = word.substring(word.startsWith("--") ? 2 : 1);
    int equals = bare.indexOf('=');
    String name = equals < 0 ? bare : bare.substring(0, equals);
    Flag flag = byName.get(name);
    if (flag == null) {
      throw incorrectUsage("flag provided but not defined: -" + name, hint(name));
    }
    if (equals >= 0) {
      put(flag, bare.substring(equals + 1));
      return 1;
    }
    if (flag.isOnOff()) {
      put(flag, "true");
      return 1;
    }
    put(
        flag,
        next.orElseThrow(
            () -> incorrectUsage("flag needs an argument: -" + name, Optional.empty())));
    return 2;
  }

  private void put(Flag flag, String value) {
    List<String> values = given.computeIfAbsent(flag, _ -> new ArrayList<>());
    if (!flag.repeatable()) {
      values.clear();
    }
    values.add(value);
  }

  private Optional<String> hint(String name) {
    Optional<Flag> elsewhere =
        GlobalFlags.ALL.stream().filter(flag -> flag.names().contains(name)).findFirst();
    if (elsewhere.isPresent()) {
      return Optional.of(elsewhere.get().shown() + " stands before the command");
    }
    List<String> words = byName.keySet().stream().filter(known -> known.length() > 1).toList();
    return Suggestion.among(words, "--", name);
  }

  private static CommandFailure incorrectUsage(String problem, Optional<String> hint) {
    return new CommandFailure(
        ExitCode.USAGE, "Incorrect Usage: " + problem + "; --help lists what there is", hint);
  }
}
