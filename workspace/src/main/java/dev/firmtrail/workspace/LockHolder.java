package dev.firmtrail.workspace;

import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Who changes a workspace, as the lock's file says it ({@code docs/formats/workspace.md}, Lock).
 * For people: nothing is decided by it, because whoever wrote it may be gone.
 *
 * @param command what it runs, such as {@code commit}
 * @param since to the second
 */
record LockHolder(String command, long process, String host, Instant since) {
  private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

  static LockHolder thisProcess(String command) {
    return new LockHolder(
        command,
        ProcessHandle.current().pid(),
        hostName(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /** Asked from the kernel: a name service may take its time, or have none. */
  private static String hostName() {
    try {
      return Files.readString(HOST).strip();
    } catch (IOException notThisKernel) {
      return "localhost";
    }
  }

  byte[] bytes() {
    return JsonWriter.CANONICAL.bytes(
        JsonObject.builder()
            .put("command", command)
            .put("host", host)
            .put("pid", process)
            .put("since", since.toString())
            .build());
  }

  /** Empty where it was not written yet, or by somebody else. */
  static Optional<LockHolder> read(byte[] bytes) {
    try {
      JsonObject note = JsonReader.readObject(bytes);
      return Optional.of(
          new LockHolder(
              note.string("command").orElseThrow(),
              note.integer("pid").orElseThrow(),
              note.string("host").orElseThrow(),
              Instant.parse(note.string("since").orElseThrow())));
    } catch (JsonException | DateTimeException | NoSuchElementException notOurs) {
      return Optional.empty();
    }
  }

  /** For a line of text; the time is that of this machine's zone. */
  String shown() {
    return "pvr %s, process %d on host %s, since %s"
        .formatted(
            Shown.text(command),
            process,
            Shown.text(host),
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
                .format(since.atZone(ZoneId.systemDefault())));
  }
}
