package dev.firmtrail.cli;

import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.cli.frame.Session.Terminals;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One command line that was run in this process, and how it ended. */
public record Ran(int code, String out, String err) {

  /** Runs in a directory with a home and nothing else in the environment. */
  public static Ran pvr(Path directory, Path home, String... arguments) {
    return with(directory, home, Map.of(), Terminals.NONE, arguments);
  }

  /** Runs with more environment, perhaps at a terminal. */
  public static Ran with(
      Path directory,
      Path home,
      Map<String, String> more,
      Terminals terminals,
      String... arguments) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("HOME", home.toString());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Pvr.run(
            List.of(arguments),
            new Session(
                directory,
                home,
                environment,
                InputStream.nullInputStream(),
                out,
                err,
                Clock.systemUTC(),
                terminals));
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Fails unless it ended well. */
  public Ran done() {
    if (code != 0) {
      throw new AssertionError(this);
    }
    return this;
  }
}
