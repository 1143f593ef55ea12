package dev.firmtrail.workspace;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;

/** The file that makes a state unlike all before it ({@code docs/formats/workspace.md}). */
final class Checkpoint {
  static final String KEY = "checkpoint.json";

  /** That of the published program; an existing file keeps its own. */
  private static final String MODE = "rw-r-----";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX");

  private Checkpoint() {}

  /** Durable on return. */
  static ObjectId write(Path root, OffsetDateTime now) throws IOException {
    byte[] content =
        JsonWriter.CANONICAL.bytes(JsonObject.builder().put("major", TIME.format(now)).build());
    Path file = root.resolve(KEY);
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      DurableFile.write(file, content);
    } else {
      DurableFile.write(file, content, MODE);
    }
    return ObjectId.of(content);
  }
}
