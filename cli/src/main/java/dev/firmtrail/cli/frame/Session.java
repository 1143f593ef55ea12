package dev.firmtrail.cli.frame;

import dev.firmtrail.hubclient.Patience;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Everything a run may know of the world around it. The streams are not closed by a run.
 *
 * @param directory where the caller stands; absolute
 * @param home the caller's home by the account database, for when {@code HOME} is not set; absolute
 * @param environment the environment variables; an empty value counts as unset
 * @param clock for what is dated or rate-limited
 * @param terminals which of the streams a person sits at
 * @param patience how long the network may be silent
 */
public record Session(
    Path directory,
    Path home,
    Map<String, String> environment,
    InputStream in,
    OutputStream out,
    OutputStream err,
    Clock clock,
    Terminals terminals,
    Patience patience) {

  /** Which of the standard streams are terminals. */
  public record Terminals(boolean in, boolean out, boolean err) {
    public static final Terminals NONE = new Terminals(false, false, false);
  }

  public Session {
    environment = Map.copyOf(environment);
  }

  /** A session with the usual patience. */
  public Session(
      Path directory,
      Path home,
      Map<String, String> environment,
      InputStream in,
      OutputStream out,
      OutputStream err,
      Clock clock,
      Terminals terminals) {
    this(directory, home, environment, in, out, err, clock, terminals, Patience.NORMAL);
  }

  /** Where files go that nobody keeps: {@code TMPDIR}, which the JDK does not heed. */
  public Path temporaryDirectory() {
    String wanted = variable("TMPDIR");
    return directory.resolve(wanted.isEmpty() ? System.getProperty("java.io.tmpdir") : wanted);
  }

  /** An environment variable; empty text when it is unset. */
  public String variable(String name) {
    return environment.getOrDefault(name, "");
  }
}
