package dev.firmtrail.workspace.archive;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.objects.archive.ArchiveWish;
import dev.firmtrail.objects.archive.ArchiveWriter;
import dev.firmtrail.objects.archive.GzipOutput;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.MissingObjects;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Writes a state with its objects into one file, or to a stream ({@code docs/formats/export.md}).
 * Equal states give equal bytes.
 */
public final class Export {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final State state;
  private final ObjectStore store;
  private final ArchiveWriter.Shape shape;
  private final Progress progress;

  /**
   * @param state what to write; see {@link ArchiveWish#parts}
   * @param duplicates an object that several paths need is written once for each of them, as the
   *     published program does
   */
  public Export(State state, ObjectStore store, boolean duplicates, Progress progress) {
    this.state = state;
    this.store = store;
    this.shape =
        duplicates ? ArchiveWriter.Shape.ONE_ENTRY_PER_PATH : ArchiveWriter.Shape.EACH_OBJECT_ONCE;
    this.progress = progress;
  }

  /**
   * What was written.
   *
   * @param objects entries for objects
   * @param bytes of the objects, before compression
   */
  public record Report(State state, int objects, long bytes) {}

  /**
   * Writes a file, compressed if its name ends in .gz or .tgz. It appears, durable, when all of it
   * is there; on failure what stood under its name stands there still. A symbolic link is followed;
   * a pipe or a device is written to as it is.
   *
   * @throws WorkspaceException an object is not in the store, the state is larger than readers
   *     take, or no file can have this name; nothing was written
   */
  public Report to(Path file) throws IOException, WorkspaceException {
    check();
    refusePlace(file);
    ArchiveWriter writer = new ArchiveWriter(store, progress);
    DurableFile.Content content =
        ArchiveWish.isCompressed(String.valueOf(file.getFileName()))
            ? out -> compressed(writer, out)
            : out -> writer.write(state, shape, out);
    if (!Files.exists(file)) {
      DurableFile.write(file, content);
    } else if (Files.isRegularFile(file)) {
      DurableFile.write(file.toRealPath(), content);
    } else {
      try (OutputStream out = Files.newOutputStream(file)) {
        content.writeTo(out);
      }
    }
    return report(writer);
  }

  /** Writes to a stream, not compressed. It is flushed, not closed. */
  public Report to(OutputStream out) throws IOException, WorkspaceException {
    check();
    ArchiveWriter writer = new ArchiveWriter(store, progress);
    writer.write(state, shape, out);
    return report(writer);
  }

  private void check() throws WorkspaceException {
    MissingObjects.refuse(
        state,
        store,
        "nothing was exported. Bring them back with 'pvr commit' where the files are, or 'pvr fsck'");
    int size = state.canonicalBytes().length;
    if (size > ArchiveWalk.LARGEST_STATE) {
      throw new WorkspaceException(
          "the state has %d bytes; archives and hubs take at most %d: move large JSON files into objects with pvr add --raw"
              .formatted(size, ArchiveWalk.LARGEST_STATE));
    }
  }

  private static void refusePlace(Path file) throws WorkspaceException {
    @Nullable Path parent = file.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new WorkspaceException("there is no directory " + Shown.text(parent.toString()));
    }
    if (Files.isDirectory(file)) {
      throw new WorkspaceException(
          Shown.text(file.toString()) + " is a directory; name a file to write");
    }
  }

  private void compressed(ArchiveWriter writer, OutputStream out) throws IOException {
    try (ExecutorService workers = GzipOutput.workers();
        GzipOutput gzip = new GzipOutput(out, workers, 2 * PROCESSORS)) {
      writer.write(state, shape, gzip);
      gzip.finish();
    }
  }

  private Report report(ArchiveWriter writer) {
    return new Report(state, writer.objects(), writer.bytes());
  }
}
