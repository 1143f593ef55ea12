package dev.firmtrail.hubclient;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * {@code auth.json}: the tokens that logins left, byte for byte as the published program writes it
 * ({@code docs/formats/user-files.md}, auth.json). Mode 0600. Members that are not ours stay as
 * they are.
 *
 * <p>Safe for use by many threads and processes: each change reads, changes and replaces the file
 * under a lock file.
 */
final class AuthFile {
  static final String FILE = "auth.json";

  /** One lock file belongs to one process; this keeps its threads apart. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private static final String OWNER_ONLY = "rw-------";
  private static final String TOKENS = "tokens";

  private final Path directory;
  private final Path file;

  AuthFile(Path configDirectory) {
    this.directory = configDirectory;
    this.file = configDirectory.resolve(FILE);
  }

  /**
   * Under what a token is kept.
   *
   * @param endpoint as the hub writes it in {@code ph-aeps}
   */
  record Key(String endpoint, String realm) {
    private static final String BETWEEN = " realm=";

    String text() {
      return endpoint + BETWEEN + realm;
    }

    static Optional<Key> parse(String text) {
      int at = text.indexOf(BETWEEN);
      return at < 0
          ? Optional.empty()
          : Optional.of(new Key(text.substring(0, at), text.substring(at + BETWEEN.length())));
    }
  }

  /** The token under a key; empty when there is none. */
  Optional<String> token(Key key) throws IOException {
    return token(read().object(TOKENS).flatMap(tokens -> tokens.object(key.text())));
  }

  private static Optional<String> token(Optional<JsonObject> entry) {
    return entry
        .flatMap(
            members -> members.string("access-token").or(() -> members.string("refresh-token")))
        .filter(AuthFile::isToken);
  }

  /** All tokens, by key; entries of another shape are left out. */
  Map<String, String> tokens() throws IOException {
    Map<String, String> found = new TreeMap<>();
    JsonObject tokens = read().object(TOKENS).orElse(JsonObject.EMPTY);
    for (String key : tokens.members().keySet()) {
      token(tokens.object(key)).ifPresent(token -> found.put(key, token));
    }
    return found;
  }

  /** Whether a text can stand in a header; a file that was edited by hand may hold anything. */
  static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  /** Keeps a token. Durable when this returns. */
  void put(Key key, String token) throws IOException {
    makePrivate();
    THREADS.lock();
    try (FileChannel lock = lockFile()) {
      lock.lock(); // closing the channel gives it back
      JsonObject document = with(read(), key, token);
      DurableFile.write(file, JsonWriter.prettyInOrder("    ").bytes(document), OWNER_ONLY);
    } finally {
      THREADS.unlock();
    }
  }

  private FileChannel lockFile() throws IOException {
    return FileChannel.open(
        directory.resolve(FILE + ".lock"),
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
  }

  private static JsonObject with(JsonObject document, Key key, String token) {
    JsonObject entry =
        JsonObject.builder()
            .put("Name", "")
            .putAll(
                document
                    .object(TOKENS)
                    .flatMap(t -> t.object(key.text()))
                    .orElse(JsonObject.EMPTY)
                    .members())
            .put("access-token", token)
            .put("refresh-token", token)
            .build();
    TreeMap<String, Json> tokens =
        new TreeMap<>(document.object(TOKENS).orElse(JsonObject.EMPTY).members());
    tokens.put(key.text(), entry);
    return JsonObject.builder()
        .put("spec", "1")
        .putAll(document.members())
        .put(TOKENS, JsonObject.builder().putAll(tokens).build())
        .build();
  }

  private JsonObject read() throws IOException {
    try {
      return JsonReader.readObject(PlainFile.read(file));
    } catch (NoSuchFileException none) {
      return JsonObject.EMPTY;
    } catch (JsonException broken) {
      throw new HubException(
          HubException.Kind.INVALID,
          "cannot read %s: %s; move it away and log in again".formatted(file, broken.getMessage()),
          broken);
    }
  }

  private void makePrivate() throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Optional<Path> above = Optional.ofNullable(directory.getParent());
    if (above.isPresent()) {
      Files.createDirectories(above.get());
    }
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException anotherProcessWasFaster) {
      if (!Files.isDirectory(directory)) {
        throw anotherProcessWasFaster;
      }
    }
  }
}
