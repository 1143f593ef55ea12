package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.OutputFailure;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;

/** A document of the hub's as the answer of a command. */
final class HubDocument {
  private static final JsonWriter AS_PUBLISHED =
      JsonWriter.pretty("    ", JsonWriter.Numbers.AS_READ, JsonWriter.Escapes.GO_HTML);

  private HubDocument() {}

  /** Prints the document. */
  static void print(JsonObject document, Console console) throws OutputFailure {
    if (console.wantsJson()) {
      console.json(document);
    } else {
      console.dataLine(AS_PUBLISHED.text(document));
    }
  }

  /** Prints the document; followed by a sentence, as ever, unless JSON is wanted. */
  static void print(JsonObject document, String sentence, Console console) throws OutputFailure {
    print(document, console);
    if (!console.wantsJson()) {
      console.dataLine(sentence);
    }
  }
}
