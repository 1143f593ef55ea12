package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.hubclient.Credentials;
import dev.firmtrail.hubclient.Dialogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the person at the terminal for a name and a password, or reads both, a line each, from what
 * a script gives on standard input.
 */
public final class Keyboard implements Dialogue {
  private static final int LONGEST_LINE = 4096;

  /** What the published program takes for a wish to register where a name is asked for. */
  private static final Set<String> WANTS_AN_ACCOUNT = Set.of("R", "REG", "REGISTER");

  private final Session session;
  private final Console console;
  private final boolean debug;

  /** That of a run. */
  public Keyboard(Invocation call) {
    this.session = call.session();
    this.console = call.console();
    this.debug = call.settings().debug();
  }

  @Override
  public Optional<Credentials> credentials(URI endpoint, String realm, int attempt) {
    console.notice("*** Login @ " + endpoint + " (realm=" + realm + ") ***");
    Optional<String> username = ask("Username: ", true);
    if (username.isEmpty() || username.get().isEmpty()) {
      return Optional.empty();
    }
    if (WANTS_AN_ACCOUNT.contains(username.get())) {
      console.notice(
          "to make an account: pvr register -u NICK -e ADDRESS " + endpoint.resolve("/"));
      return Optional.empty();
    }
    return ask("Password: ", false).map(password -> new Credentials(username.get(), password));
  }

  /** Asks for one line; empty at the end of the input. */
  public Optional<String> ask(String prompt, boolean echo) {
    boolean hide = !echo && session.terminals().in();
    if (session.terminals().in()) {
      console.prompt(prompt);
    }
    if (hide) {
      echo(false);
    }
    try {
      return line();
    } catch (IOException closed) {
      return Optional.empty();
    } finally {
      if (hide) {
        echo(true);
        console.prompt("\n");
      }
    }
  }

  /** Byte by byte: what comes after the line belongs to the next question. */
  private Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = session.in().read(); b != '\n'; b = session.in().read()) {
      if (b < 0) {
        return line.size() == 0 ? Optional.empty() : Optional.of(text(line));
      }
      if (line.size() == LONGEST_LINE) {
        throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
      }
      line.write(b);
    }
    return Optional.of(text(line));
  }

  private static String text(ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * The JDK hides what is typed only where output is a terminal too; stty asks no more than a
   * keyboard.
   */
  private static void echo(boolean on) {
    try {
      new ProcessBuilder("stty", on ? "echo" : "-echo")
          .redirectInput(ProcessBuilder.Redirect.INHERIT)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException noSuchProgram) {
      // Then what is typed is seen, as it would be without asking.
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void notice(String line) {
    console.notice(line);
  }

  @Override
  public synchronized void trace(String line) {
    if (debug) {
      console.notice(line);
    }
  }
}
