package dev.firmtrail.hub;

import dev.firmtrail.state.json.DeviceText;
import dev.firmtrail.state.json.DeviceTokens;
import dev.firmtrail.state.json.DeviceTokens.Kind;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import java.nio.charset.StandardCharsets;

/**
 * Reads an answer as published devices do: the value of a name is the raw text of the token behind
 * the first token that is equal to the name, at any depth and be it name or value. Nothing is
 * unescaped.
 */
final class DeviceReader {
  private final String text;
  private final DeviceTokens tokens;

  /**
   * @param text one character for each byte
   */
  DeviceReader(String text) {
    this.text = text;
    if (!(DeviceText.read(text.getBytes(StandardCharsets.ISO_8859_1)) instanceof DeviceTokens read)
        || read.count() == 0) {
      throw new AssertionError("nothing that a device could read: " + text);
    }
    this.tokens = read;
  }

  /** What a device takes for the value of a name. */
  String value(String name) {
    int token =
        tokens
            .behind(name)
            .orElseThrow(() -> new AssertionError("no " + name + " for a device in " + text));
    return tokens.text(token).bytes();
  }

  /** How many elements a list has. */
  int elements() {
    if (tokens.kind(0) != Kind.ARRAY) {
      throw new AssertionError("no list: " + text);
    }
    return tokens.inside(0).size();
  }

  /** The first element of a list, cut out. */
  DeviceReader first() {
    return new DeviceReader(tokens.text(tokens.inside(0).getFirst()).bytes());
  }

  /** The same text, whatever reads it. */
  JsonObject strictly() {
    try {
      return JsonReader.readObject(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (JsonException broken) {
      throw new AssertionError(text, broken);
    }
  }

  /** That a device finds what a strict reader finds, under each of these names. */
  void mustFind(String... names) {
    for (String name : names) {
      Json meant =
          strictly().get(name).orElseThrow(() -> new AssertionError("no " + name + " in " + text));
      String found = value(name);
      boolean same =
          meant instanceof JsonString string
              ? new String(found.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                  .equals(string.value())
              : meant.equals(read(found));
      if (!same) {
        throw new AssertionError("a device takes " + found + " for " + name + " in " + text);
      }
    }
  }

  private static Json read(String raw) {
    try {
      return JsonReader.read(raw.getBytes(StandardCharsets.ISO_8859_1));
    } catch (JsonException broken) {
      throw new AssertionError("a device would read: " + raw, broken);
    }
  }
}
