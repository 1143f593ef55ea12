package dev.firmtrail.hub.web;

import dev.firmtrail.state.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/** What goes back to the caller. */
public sealed interface Answer {
  /** The same for all answers, of which many are remembered. */
  SequencedMap<String, String> NO_HEADERS =
      Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

  int status();

  SequencedMap<String, String> headers();

  /**
   * A document, written in the style of the part of the API that it belongs to ({@link JsonStyle}).
   */
  record Document(int status, SequencedMap<String, String> headers, Json json) implements Answer {
    public Document with(String name, String value) {
      SequencedMap<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Document(status, more, json);
    }
  }

  /**
   * A document that is already written, and must not be written anew: stored canonical bytes are in
   * it.
   */
  record Written(int status, SequencedMap<String, String> headers, String json) implements Answer {
    public Written with(String name, String value) {
      SequencedMap<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Written(status, more, json);
    }
  }

  /**
   * A text that is no JSON.
   *
   * @param type its media type; it goes out in UTF-8
   */
  record Text(SequencedMap<String, String> headers, String type, String text) implements Answer {
    @Override
    public int status() {
      return 200;
    }
  }

  /** No body. */
  record Empty(int status, SequencedMap<String, String> headers) implements Answer {}

  /**
   * The bytes of an object, or a range of them.
   *
   * @param tag what the bytes are called for ever: their hash
   * @param name what to call the file
   * @param content closed by whoever sends it
   */
  record Blob(String tag, String name, FileChannel content) implements Answer {
    @Override
    public int status() {
      return 200;
    }

    @Override
    public SequencedMap<String, String> headers() {
      return NO_HEADERS;
    }
  }

  /**
   * Bytes that are made while they go out.
   *
   * @param length exactly; empty where nobody knows it before the end
   * @param name what to call the file, where somebody will keep it
   */
  record Streamed(OptionalLong length, Optional<String> name, Content content) implements Answer {
    /** Writes all the bytes; when it throws, the connection is cut. */
    @FunctionalInterface
    public interface Content {
      void writeTo(OutputStream out) throws IOException;
    }

    @Override
    public int status() {
      return 200;
    }

    @Override
    public SequencedMap<String, String> headers() {
      return new LinkedHashMap<>(Map.of("Content-Type", "application/octet-stream"));
    }
  }

  static Document ok(Json json) {
    return new Document(200, NO_HEADERS, json);
  }

  static Document of(int status, Json json) {
    return new Document(status, NO_HEADERS, json);
  }

  static Written okWritten(String json) {
    return new Written(200, NO_HEADERS, json);
  }

  static Empty okEmpty() {
    return new Empty(200, NO_HEADERS);
  }

  static Empty found(String location) {
    return new Empty(302, new LinkedHashMap<>(Map.of("Location", location)));
  }
}
