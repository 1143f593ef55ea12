package dev.firmtrail.cli.frame;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.objects.ProgressLine;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one place for what a person or a script sees. Data goes to standard output, byte for byte
 * what the caller gives, but for controls at a terminal; notices, progress and errors go to
 * standard error. Colour and progress are for terminals only. Always UTF-8, whatever the locale.
 * For one thread, except {@link #progress()}.
 */
public final class Console {
  private static final JsonWriter INDENTED = JsonWriter.prettyInOrder("  ");

  private final OutputStream out;
  private final OutputStream err;
  private final Session session;
  private final ProgressLine line;
  private boolean json;
  private boolean verbose;
  private boolean colours;
  private Optional<String> pager = Optional.empty();

  /** How a piece of text is coloured on a terminal. */
  public enum Colour {
    GREEN("32"),
    RED("31"),
    YELLOW("33"),
    FAINT("2");

    private final String code;

    Colour(String code) {
      this.code = code;
    }
  }

  /** A console on the session's streams. */
  public Console(Session session) {
    this.session = session;
    this.out = new BufferedOutputStream(session.out());
    this.err = session.err();
    this.line = new ProgressLine(session.err(), session.clock());
  }

  /** Follows the settings from here on. */
  public void follow(Settings settings) {
    json = settings.json();
    verbose = settings.verbose();
    colours = settings.colours();
    pager = settings.pager();
  }

  /** Whether the answer is wanted in JSON. */
  public boolean wantsJson() {
    return json;
  }

  /**
   * Writes data.
   *
   * @throws OutputFailure it could not be written
   */
  public void data(String text) throws OutputFailure {
    try {
      String shown = session.terminals().out() ? harmless(text) : text;
      out.write(shown.getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new OutputFailure(failed);
    }
  }

  /**
   * What JSON does not escape, and terminals obey or hide: controls behind ASCII, and characters
   * that turn the direction of text. Stays the same JSON.
   */
  private static String harmless(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.chars()
        .forEach(c -> {
          int type = Character.getType(c);
          boolean obeyed =
              (c >= 0x7F && type == Character.CONTROL)
                  || type == Character.FORMAT
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR;
          if (obeyed) {
            out.append("\\u%04x".formatted(c));
          } else {
            out.append((char) c);
          }
        });
    return out.toString();
  }

  /** Writes one line of data. */
  public void dataLine(String text) throws OutputFailure {
    data(text + "\n");
  }

  /** Standard output for data that is no text. It fails with {@link OutputFailure}. */
  public OutputStream dataStream() {
    return new OutputStream() {
      @Override
      public void write(int one) throws OutputFailure {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws OutputFailure {
        try {
          out.write(bytes, offset, length);
        } catch (IOException failed) {
          throw new OutputFailure(failed);
        }
      }
    };
  }

  /** Writes a JSON answer, one member a line. */
  public void json(Json answer) throws OutputFailure {
    dataLine(INDENTED.text(answer));
  }

  /** Text in a colour where standard output is a terminal and nothing speaks against it. */
  public String coloured(Colour colour, String text) {
    return colours && atTerminal() ? "\u001b[" + colour.code + "m" + text + "\u001b[0m" : text;
  }

  private boolean atTerminal() {
    return session.terminals().out() && !session.variable("TERM").equals("dumb");
  }

  /**
   * The data from here on may be long: at a terminal a pager shows it. Says nothing about where it
   * goes otherwise.
   */
  public void page() {
    if (session.out() instanceof TerminalOutput terminal && atTerminal()) {
      pagerCommand().ifPresent(terminal::pageThrough);
    }
  }

  private Optional<List<String>> pagerCommand() {
    if (pager.isPresent()) {
      return pager.get().equals("cat") ? Optional.empty() : shell(pager.get());
    }
    boolean hasLess =
        Stream.of(session.variable("PATH").split(":", -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "less")));
    return hasLess ? shell(Setting.LESS) : Optional.empty();
  }

  private static Optional<List<String>> shell(String command) {
    return Optional.of(List.of("sh", "-c", command));
  }

  /** A name from the disk for standard output: exact for a script, harmless on a terminal. */
  public String name(String raw) {
    return session.terminals().out() ? Shown.whole(raw) : raw;
  }

  /** One line for the person, not for a script. */
  public void notice(String text) {
    toErr(session.terminals().err() ? Shown.whole(text) : text);
  }

  /** A question; the answer is typed on the same line. */
  public void prompt(String text) {
    write(text);
  }

  /**
   * An error: the message's first line; its other lines and its causes only when they are wanted.
   */
  public void error(String message, Throwable cause) {
    int end = message.indexOf('\n');
    toErr(verbose || end < 0 ? message : message.substring(0, end));
    if (verbose) {
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace));
      toErr(trace.toString().stripTrailing());
    }
  }

  /** Where long work tells how far it is. */
  public Progress progress() {
    return session.terminals().err() && !json ? line : Progress.NONE;
  }

  /** Hands everything on to the streams; where a pager shows it, until it was left. */
  public void flush() throws OutputFailure {
    try {
      out.flush();
      if (session.out() instanceof TerminalOutput terminal) {
        terminal.finish();
      }
    } catch (IOException failed) {
      throw new OutputFailure(failed);
    }
  }

  private void toErr(String text) {
    write(text + "\n");
  }

  private void write(String text) {
    line.clear();
    try {
      err.write(text.getBytes(StandardCharsets.UTF_8));
      err.flush();
    } catch (IOException nobodyListens) {
      // There is no other place left to say it; the exit code still tells.
    }
  }
}
