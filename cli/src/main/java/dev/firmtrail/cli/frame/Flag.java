package dev.firmtrail.cli.frame;

import java.util.ArrayList;
import java.util.List;

/**
 * One flag of the program or of a command.
 *
 * @param names without dashes, the long one first; each is taken with one dash and with two
 * @param value what stands for its value in help; empty for a flag that is on or off
 * @param text for help, in a few words
 * @param variable the environment variable that gives it when the command line does not; empty for
 *     none
 * @param repeatable whether each of several counts; of any other flag it is the last
 * @param words all that its value may be, for shells to offer; empty where that is not a few words
 */
public record Flag(
    List<String> names,
    String value,
    String text,
    String variable,
    boolean repeatable,
    List<String> words) {
  public Flag {
    names = List.copyOf(names);
    words = List.copyOf(words);
  }

  /** A flag that is on or off. */
  public static Flag on(String text, String... names) {
    return new Flag(List.of(names), "", text, "", false, List.of());
  }

  /** A flag with a value. */
  public static Flag of(String value, String text, String... names) {
    return new Flag(List.of(names), value, text, "", false, List.of());
  }

  /** A flag with a value that may stand more than once; each value counts, in order. */
  public static Flag each(String value, String text, String... names) {
    return new Flag(List.of(names), value, text, "", true, List.of());
  }

  /** The same flag, taken from an environment variable too. */
  public Flag or(String environmentVariable) {
    return new Flag(names, value, text, environmentVariable, repeatable, words);
  }

  /** The same flag, whose value is one of a few words. */
  public Flag among(String... acceptedWords) {
    return new Flag(names, value, text, variable, repeatable, List.of(acceptedWords));
  }

  /** Whether a word belongs to it. */
  public boolean takesValue() {
    return !isOnOff();
  }

  boolean isOnOff() {
    return value.isEmpty();
  }

  /** As a person types it: {@code --message}. */
  public String shown() {
    return usualSpellings().getFirst();
  }

  /** Every spelling that is taken. */
  public List<String> spellings() {
    List<String> all = new ArrayList<>();
    for (String name : names) {
      all.add("-" + name);
      all.add("--" + name);
    }
    return all;
  }

  /** The spellings that help shows: one dash for a letter, two for a word. */
  public List<String> usualSpellings() {
    return names.stream().map(name -> (name.length() == 1 ? "-" : "--") + name).toList();
  }
}
