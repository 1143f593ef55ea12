package dev.firmtrail.workspace.archive;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.fuzz.Workplace;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.objects.archive.TarHeader;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * An archive, plain, compressed, or compressed and cut short: what is taken of it is a valid state
 * and objects that are what their names say; nothing else comes to the disk, and every reading of
 * it gives the same. The first byte says how it is packed; headers get their right checksums, which
 * chance would not find.
 */
public final class ArchiveTarget implements Target {
  private static final byte[] USTAR = "ustar".getBytes(StandardCharsets.US_ASCII);

  private final Path directory;
  private final Path file;
  private final ObjectStore store;

  public ArchiveTarget() throws IOException {
    this.directory = Workplace.make();
    this.file = directory.resolve("archive");
    this.store = ObjectStore.open(directory.resolve("objects"));
  }

  @Override
  public void accept(byte[] input) throws IOException {
    Input pieces = new Input(input);
    int packing = pieces.number();
    byte[] tar = pieces.rest();
    repairChecksums(tar);
    Files.write(file, packed(packing, tar));
    try (ArchiveSource archive = ArchiveSource.open(file, directory)) {
      take(archive);
    } catch (WorkspaceException refused) {
      Must.beShowable(refused);
    }
    List<Path> objects = Workplace.below(store.directory());
    for (Path object : objects) {
      Must.equal(
          object.getFileName().toString(),
          ObjectId.of(Files.readAllBytes(object)).hex(),
          "the name of an object");
      Files.delete(object);
    }
    Must.equal(
        Workplace.below(directory), List.of(file, store.directory()), "files beside the objects");
  }

  private void take(ArchiveSource archive) throws IOException, WorkspaceException {
    State state = archive.state();
    Must.equal(archive.state(), state, "the state when asked again");
    Must.hold(state.spec().isPresent() || state.entries().isEmpty(), "a state without a format");
    ArchiveSource.Everything first = archive.fetchAll(store, Progress.NONE);
    for (ObjectId id : state.objects()) {
      Must.equal(
          store.contains(id), !first.lacking().contains(id), "an object that is told as lacking");
    }
    ArchiveSource.Everything second = archive.fetchAll(store, Progress.NONE);
    Must.equal(second.lacking(), first.lacking(), "what a second reading finds missing");
    Must.equal(second.passedOver(), first.passedOver(), "what a second reading passes over");
    Must.equal(second.intake().stored(), 0, "objects that only a second reading stores");
  }

  private static byte[] packed(int packing, byte[] tar) throws IOException {
    if (packing % 4 < 2) {
      return tar;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(tar);
    }
    byte[] whole = out.toByteArray();
    return packing % 4 == 2 ? whole : Arrays.copyOf(whole, Math.max(0, whole.length - packing / 4));
  }

  private static void repairChecksums(byte[] tar) {
    for (int at = 0; at + TarHeader.BLOCK <= tar.length; at += TarHeader.BLOCK) {
      byte[] block = Arrays.copyOfRange(tar, at, at + TarHeader.BLOCK);
      int magic = TarHeader.MAGIC.offset();
      if (Arrays.equals(block, magic, magic + USTAR.length, USTAR, 0, USTAR.length)) {
        byte[] sum =
            "%06o\0 ".formatted(TarHeader.sum(block, false)).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(sum, 0, tar, at + TarHeader.CHECKSUM.offset(), sum.length);
      }
    }
  }
}
