package dev.firmtrail.hub;

import dev.firmtrail.hub.program.HubProgram;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;

/** How a run of {@code firmtrail-hub} in this process ended, and what it said. */
record HubRun(int code, String out, String err) {
  static HubRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = HubProgram.commandLine(Map.of());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(arguments);
    return new HubRun(code, out.toString(), err.toString());
  }

  /** What it said, where that is JSON. */
  Json json() {
    try {
      return JsonReader.read(out.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException broken) {
      throw new AssertionError(toString(), broken);
    }
  }

  HubRun done() {
    if (code != 0) {
      throw new AssertionError(toString());
    }
    return this;
  }
}
