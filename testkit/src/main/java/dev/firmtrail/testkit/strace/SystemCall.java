package dev.firmtrail.testkit.strace;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One call of one thread. Another thread's call may lie between its beginning and its end; only a
 * call that began after the end of another is certain to have come later.
 *
 * @param arguments as strace prints them, between the parentheses
 * @param result as strace prints it, {@code 0} or {@code -1 ENOSPC (No space left on device)}
 * @param begunAt line of the log in which the call begins, from 0
 * @param endedAt line in which it ends; the same unless strace saw another thread in between
 */
public record SystemCall(
    int thread, String name, String arguments, String result, int begunAt, int endedAt) {
  private static final Pattern DESCRIPTOR = Pattern.compile("^(\\d+)<(/.*)>$");
  private static final Pattern DIRECTORY = Pattern.compile("^(?:AT_FDCWD|\\d+)<(/.*)>$");
  private static final Pattern DESCRIPTOR_PATH =
      Pattern.compile("^\\d+<(/.*?)(?: \\(deleted\\))?>(?:, |$)");

  public boolean succeeded() {
    return !result.startsWith("-1 ") && !result.startsWith("?");
  }

  /** Whether this call began when the other was done. */
  public boolean after(SystemCall other) {
    return begunAt > other.endedAt;
  }

  /** The path of the descriptor that is the first argument, at the time of the call. */
  public Optional<String> descriptorPath() {
    Matcher first = DESCRIPTOR_PATH.matcher(arguments);
    return first.find() ? Optional.of(unescape(first.group(1))) : Optional.empty();
  }

  /** All arguments in quotes, such as the two names of a rename. */
  public List<String> quoted() {
    return ArgumentText.quoted(arguments).stream()
        .map(text -> new String(ArgumentText.unescape(text), StandardCharsets.UTF_8))
        .toList();
  }

  /** The bytes of all arguments in quotes, one after another: what a call writes. */
  public byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ArgumentText.quoted(arguments).forEach(text -> all.writeBytes(ArgumentText.unescape(text)));
    return all.toByteArray();
  }

  /** What a call that succeeded returned. */
  public long number() {
    int end = 0;
    while (end < result.length() && Character.isDigit(result.charAt(end))) {
      end++;
    }
    return Long.parseLong(result.substring(0, end));
  }

  /** One argument as strace prints it. */
  public String argument(int index) {
    return ArgumentText.split(arguments).get(index);
  }

  /** The words of all arguments that are joined by bars, such as {@code O_CREAT}. */
  public Set<String> flags() {
    Set<String> flags = new HashSet<>();
    for (String argument : ArgumentText.split(arguments)) {
      flags.addAll(List.of(argument.split("\\|")));
    }
    return flags;
  }

  /**
   * An open file that has a name.
   *
   * @param path at the time of the call
   */
  public record Descriptor(int number, String path) {}

  /** The open file that an argument names; empty when it is none, or was deleted. */
  public Optional<Descriptor> descriptor(int index) {
    Matcher matcher = DESCRIPTOR.matcher(argument(index));
    return matcher.matches()
        ? Optional.of(
            new Descriptor(Integer.parseInt(matcher.group(1)), unescape(matcher.group(2))))
        : Optional.empty();
  }

  /**
   * All names of files among the arguments, each relative to the open directory before it where
   * there is one, to the working directory otherwise.
   */
  public List<Path> paths(Path workingDirectory) {
    List<Path> paths = new ArrayList<>();
    Path base = workingDirectory;
    for (String argument : ArgumentText.split(arguments)) {
      Matcher directory = DIRECTORY.matcher(argument);
      if (directory.matches()) {
        base = Path.of(unescape(directory.group(1)));
      } else if (argument.startsWith("\"")) {
        List<String> quoted = ArgumentText.quoted(argument);
        paths.add(base.resolve(unescape(quoted.getFirst())));
        base = workingDirectory;
      }
    }
    return paths;
  }

  private static String unescape(String text) {
    return new String(ArgumentText.unescape(text), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "%d-%d: %d %s(%s) = %s".formatted(begunAt, endedAt, thread, name, arguments, result);
  }
}
