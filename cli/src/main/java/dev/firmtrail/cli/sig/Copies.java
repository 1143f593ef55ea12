package dev.firmtrail.cli.sig;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.util.Optional;

/** What {@code --output} asks for: a signature's bytes in one more place. */
final class Copies {
  private static final String STANDARD_OUTPUT = "-";

  private Copies() {}

  static boolean toStandardOutput(Invocation call) {
    return call.text(SigCommands.OUTPUT).filter(STANDARD_OUTPUT::equals).isPresent();
  }

  static void write(Invocation call, JsonObject document) throws CommandFailure, IOException {
    Optional<String> output = call.text(SigCommands.OUTPUT);
    if (output.isEmpty()) {
      return;
    }
    if (toStandardOutput(call)) {
      call.console().data(JsonWriter.CANONICAL.text(document));
      return;
    }
    DurableFile.write(
        call.session().directory().resolve(output.get()), JsonWriter.CANONICAL.bytes(document));
  }
}
