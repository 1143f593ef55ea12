package dev.firmtrail.workspace.archive;

import dev.firmtrail.hubclient.DownloadReport;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.objects.Room;
import dev.firmtrail.objects.WrongContentException;
import dev.firmtrail.objects.archive.TarHeader;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.source.Source;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An archive as a place to take a state and its objects from: a tar file, plain or compressed with
 * gzip, made by this program, the published one, or somebody's own {@code tar} ({@code
 * docs/formats/export.md}, Reading). It is believed nothing: nothing is ever unpacked, and no name
 * in it becomes the name of a file, but for an object's id after its bytes were hashed. For one
 * thread.
 *
 * <p>What breaks the rules is told as a {@link WorkspaceException}; those that lie behind the state
 * when the objects are fetched. An {@link IOException} is the disk's.
 */
public final class ArchiveSource implements Source {
  private static final List<String> ENDINGS = List.of(".tar", ".tgz", ".tar.gz");

  private final String name;
  private final FileChannel file;
  private Optional<State> state = Optional.empty();

  /** Has come to the state and met nothing before it, so that nothing need be read twice. */
  private Optional<ArchiveWalk> ahead = Optional.empty();

  private ArchiveSource(String name, FileChannel file) {
    this.name = name;
    this.file = file;
  }

  /**
   * Opens a file; a pipe is read to its end first.
   *
   * @param temporary a directory for what comes by a pipe
   */
  public static ArchiveSource open(Path path, Path temporary)
      throws IOException, WorkspaceException {
    String name = Shown.text(path.toString());
    if (Files.isDirectory(path)) {
      throw new WorkspaceException(name + " is a directory, not an archive");
    }
    if (!Files.exists(path)) {
      throw new WorkspaceException("there is no file " + name);
    }
    if (Files.isRegularFile(path)) {
      return new ArchiveSource(name, FileChannel.open(path, StandardOpenOption.READ));
    }
    try (InputStream in = Files.newInputStream(path)) {
      return ofTemporary(name, temporary, (channel, room) -> copy(in, channel, room));
    }
  }

  /**
   * Downloads a file and opens it. It lies in the directory for temporary files, without a name, so
   * that it is gone however the program ends.
   *
   * @param temporary that directory
   * @throws HubException it did not come
   */
  public static ArchiveSource download(URI url, HubClient hub, Path temporary, Progress progress)
      throws IOException {
    String name = Shown.text(url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath());
    return ofTemporary(name, temporary, (channel, room) -> hub.fetch(url, channel, room, progress));
  }

  /** Whether a URL names an archive rather than a repository: its path ends as archives' names. */
  public static boolean isArchive(URI url) {
    String path = Optional.ofNullable(url.getPath()).orElse("").toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(path::endsWith);
  }

  /**
   * Whether a file is meant as an archive rather than as a document: by its name, or by how it
   * begins. What comes by a pipe cannot be looked at, and is.
   */
  public static boolean looksLikeOne(Path file) throws IOException {
    if (isArchive(file.toUri()) || !Files.isRegularFile(file)) {
      return true;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = in.readNBytes(TarHeader.BLOCK);
      return ArchiveBytes.isCompressed(first) || TarHeader.hasMagic(first);
    }
  }

  @FunctionalInterface
  private interface Filling {
    void fill(FileChannel empty, Room room) throws IOException;
  }

  private static ArchiveSource ofTemporary(String name, Path temporary, Filling filling)
      throws IOException {
    Path path = Files.createTempFile(temporary, "firmtrail-", ".archive");
    FileChannel channel;
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } finally {
      Files.delete(path);
    }
    try {
      filling.fill(channel, Room.forTemporary(temporary));
      return new ArchiveSource(name, channel);
    } catch (HubException
        | ClosedByInterruptException
        | InterruptedIOException
        | RuntimeException failed) {
      channel.close();
      throw failed;
    } catch (IOException cannot) {
      channel.close();
      throw new IOException(
          "cannot keep %s in %s while it is read: %s"
              .formatted(name, path.getParent(), cannot.getMessage()),
          cannot);
    }
  }

  private static void copy(InputStream in, FileChannel channel, Room room) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long granted = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (granted < n) {
        room.require(Room.STEP, "what comes by the pipe");
        granted += Room.STEP;
      }
      granted -= n;
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public State state() throws IOException, WorkspaceException {
    if (state.isEmpty()) {
      try {
        state = Optional.of(find());
      } catch (RefusedArchiveException refused) {
        throw told(refused);
      }
    }
    return state.get();
  }

  private State find() throws IOException {
    ArchiveWalk walk = ArchiveWalk.of(file);
    boolean first = true;
    for (Optional<ArchiveWalk.Member> at = walk.next(); at.isPresent(); at = walk.next()) {
      if (at.get() instanceof ArchiveWalk.Member.TheState member) {
        State found = walk.state(member);
        ahead = first ? Optional.of(walk) : Optional.empty();
        return found;
      }
      first = false;
    }
    throw new RefusedArchiveException("has no member 'json': it is no export of a state");
  }

  @Override
  public DownloadReport fetch(Map<ObjectId, String> wanted, ObjectStore store, Progress progress)
      throws IOException, WorkspaceException {
    Map<ObjectId, String> open = new LinkedHashMap<>(wanted);
    open.keySet().removeIf(store::contains);
    int already = wanted.size() - open.size();
    ObjectIntake intake = new ObjectIntake(store);
    take(
        intake,
        progress,
        (member, content) -> {
          if (open.containsKey(member.id())) {
            intake.put(content, member.id(), member.size());
            open.remove(member.id());
          }
        });
    if (!open.isEmpty()) {
      Map.Entry<ObjectId, String> missing = open.entrySet().iterator().next();
      throw new WorkspaceException(
          "the archive %s lacks %d objects of its state, such as %s (%s); get or make it again"
              .formatted(name, open.size(), missing.getKey(), Shown.text(missing.getValue())));
    }
    return new DownloadReport(intake.stored(), intake.bytes(), already);
  }

  /**
   * What came with {@link #fetchAll}.
   *
   * @param lacking objects of the state that were not in the archive
   * @param passedOver names of the first members that mean nothing to a state
   */
  record Everything(ObjectIntake intake, Set<ObjectId> lacking, List<String> passedOver) {}

  /**
   * Brings every object of the archive into a store, whether the state needs it or not.
   *
   * @throws WorkspaceException one of them has other bytes than its name says, or there are files
   *     in directories that a {@code .pvr} does not have
   */
  Everything fetchAll(ObjectStore store, Progress progress) throws IOException, WorkspaceException {
    Set<ObjectId> lacking = state().objects();
    ObjectIntake intake = new ObjectIntake(store);
    ArchiveWalk end =
        take(
            intake,
            progress,
            (member, content) -> {
              intake.put(content, member.id(), member.size());
              lacking.remove(member.id());
            });
    if (!end.elsewhere().isEmpty()) {
      throw told(
          new RefusedArchiveException(
              "has files that belong to no workspace: " + String.join(", ", end.elsewhere())));
    }
    return new Everything(intake, lacking, end.passedOver());
  }

  @FunctionalInterface
  private interface Taker {
    void take(ArchiveWalk.Member.AnObject member, InputStream content) throws IOException;
  }

  /** Shows every object to a taker. What it put is durable on return, and on failure too. */
  private ArchiveWalk take(ObjectIntake intake, Progress progress, Taker taker)
      throws IOException, WorkspaceException {
    progress.begin("reading", file.size());
    try (ArchiveWalk walk = ahead.isPresent() ? ahead.get() : ArchiveWalk.of(file)) {
      ahead = Optional.empty();
      Watched watched = new Watched(walk, progress);
      for (Optional<ArchiveWalk.Member> at = walk.next(); at.isPresent(); at = walk.next()) {
        if (at.get() instanceof ArchiveWalk.Member.AnObject member) {
          taker.take(member, watched.content());
        }
        watched.tell();
      }
      return walk;
    } catch (RefusedArchiveException refused) {
      throw told(refused);
    } catch (WrongContentException wrong) {
      throw new WorkspaceException(
          "the archive %s is refused: %s".formatted(name, wrong.getMessage()), wrong);
    } finally {
      intake.flush();
      progress.end();
    }
  }

  private WorkspaceException told(RefusedArchiveException refused) {
    return new WorkspaceException(name + " " + refused.getMessage(), refused);
  }

  @Override
  public void close() throws IOException {
    try {
      if (ahead.isPresent()) {
        ahead.get().close();
      }
    } finally {
      file.close();
    }
  }

  /** Tells a progress how much of the file was used. */
  private static final class Watched {
    private final ArchiveWalk walk;
    private final Progress progress;
    private long told;

    Watched(ArchiveWalk walk, Progress progress) {
      this.walk = walk;
      this.progress = progress;
    }

    void tell() {
      long used = walk.used();
      progress.advance(used - told);
      told = used;
    }

    InputStream content() {
      return new FilterInputStream(walk.content()) {
        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          tell();
          return super.read(buffer, offset, length);
        }
      };
    }
  }
}
