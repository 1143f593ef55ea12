package dev.firmtrail.cli.frame;

import dev.firmtrail.objects.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A file that a flag names for what a command made; {@code -} is standard output. */
public final class OutputFile {
  private static final String STANDARD_OUTPUT = "-";

  private OutputFile() {}

  /** Whether the flag asks for standard output, so that nothing else may go there. */
  public static boolean isStandardOutput(Invocation call, Flag flag) {
    return call.text(flag).filter(STANDARD_OUTPUT::equals).isPresent();
  }

  /**
   * Writes it where the flag says, if it is given; a file is whole or not there.
   *
   * @param content text in UTF-8
   */
  public static void write(Invocation call, Flag flag, byte[] content) throws IOException {
    if (isStandardOutput(call, flag)) {
      call.console().data(new String(content, StandardCharsets.UTF_8));
    } else if (call.text(flag).isPresent()) {
      DurableFile.write(call.session().directory().resolve(call.text(flag).get()), content);
    }
  }
}
