package dev.firmtrail.cli.scenario;

import dev.firmtrail.cli.Pvr;
import dev.firmtrail.cli.frame.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Something that can be run as {@code pvr}. */
@FunctionalInterface
public interface Program {
  /** Ours, in this process. */
  Program OURS = Program::inThisProcess;

  Output run(Call call) throws IOException, InterruptedException;

  /**
   * One command line. There is nothing to read on standard input.
   *
   * @param scenario where it was recorded
   * @param step the recorded step's number
   * @param environment all of it; {@code HOME} is there
   * @param clock what the recording's time was, where that shows
   * @param arguments without the program's name
   */
  record Call(
      String scenario,
      long step,
      Path directory,
      Map<String, String> environment,
      Clock clock,
      List<String> arguments) {}

  /** How it ended and what it said, one char a byte. */
  record Output(int code, String out, String err) {}

  private static Output inThisProcess(Call call) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Pvr.run(
            call.arguments(),
            new Session(
                call.directory(),
                Path.of("/nobody"),
                call.environment(),
                InputStream.nullInputStream(),
                out,
                err,
                call.clock(),
                Session.Terminals.NONE));
    return new Output(
        code, out.toString(StandardCharsets.ISO_8859_1), err.toString(StandardCharsets.ISO_8859_1));
  }
}
