package dev.firmtrail.workspace;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.fuzz.Workplace;
import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The stat cache: any file is read, as an empty cache where it is damaged; what is written of it
 * reads the same, and a file that was seen with another stamp is never known. The first byte says
 * whether the file gets its right checksum, which chance would not find.
 */
public final class CacheTarget implements Target {
  private static final String KEY = "a";
  private static final FileStamp STAMP = new FileStamp(1, 2, 3, 4, 5);
  private static final FileStamp OTHER = new FileStamp(1, 2, 3, 4, 6);
  private static final ObjectId CONTENT = ObjectId.of(new byte[] {1});

  private final Path directory;
  private final Path file;

  public CacheTarget() throws IOException {
    this.directory = Workplace.make();
    this.file = directory.resolve(StatCache.FILE_NAME);
  }

  @Override
  public void accept(byte[] input) throws IOException {
    Input pieces = new Input(input);
    boolean repaired = pieces.number() % 2 == 0;
    byte[] bytes = pieces.rest();
    Files.write(file, repaired ? withChecksum(bytes) : bytes);
    StatCache cache = StatCache.load(directory);
    Optional<StatCache.Known> known = cache.known(KEY, STAMP);
    Must.hold(known.isEmpty() || cache.known(KEY, OTHER).isEmpty(), "known by two stamps");
    cache.remember(KEY, STAMP, CONTENT, Optional.empty(), Long.MAX_VALUE);
    cache.save(KEY::equals);
    StatCache again = StatCache.load(directory);
    Must.equal(
        again.known(KEY, STAMP), Optional.of(new StatCache.Known(CONTENT, Optional.empty())), "a");
    Must.hold(again.known(KEY, OTHER).isEmpty() && again.wasTouched(KEY, OTHER), "touched");
    Must.equal(Workplace.below(directory).size(), 1, "files in the directory");
  }

  private static byte[] withChecksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return ByteBuffer.allocate(bytes.length + Integer.BYTES)
        .put(bytes)
        .putInt((int) checksum.getValue())
        .array();
  }
}
