package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.accounts.Accounts;
import dev.firmtrail.hub.devices.Device;
import dev.firmtrail.hub.devices.Devices;
import dev.firmtrail.hub.objects.ObjectRecords;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Principal;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.objects.archive.ArchiveWish;
import dev.firmtrail.objects.archive.ArchiveWriter;
import dev.firmtrail.objects.archive.ArchiveWriter.Shape;
import dev.firmtrail.objects.archive.GzipOutput;
import dev.firmtrail.state.State;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;

/** A step and its objects as one file ({@code docs/formats/hub.md}, Exports). */
final class ExportRoutes implements AutoCloseable {
  private static final String LATEST = "latest";

  /** As long as names of files are. */
  private static final int LONGEST_NAME = 255;

  /** Pieces of one archive that wait to be compressed: memory that each client may hold. */
  private static final int AHEAD = 2;

  private final Accounts accounts;
  private final Devices devices;
  private final Trails trails;
  private final TrailAccess access;
  private final ObjectRecords records;
  private final ObjectStore store;
  private final ExecutorService workers = GzipOutput.workers();

  ExportRoutes(
      Accounts accounts,
      Devices devices,
      Trails trails,
      TrailAccess access,
      ObjectRecords records,
      ObjectStore store) {
    this.accounts = accounts;
    this.devices = devices;
    this.trails = trails;
    this.access = access;
    this.records = records;
    this.store = store;
  }

  List<Route> list() {
    return List.of(
        Route.get(
            "/exports/{user}/{device}/{rev}/{filename}",
            Access.OPTIONAL_TOKEN,
            Need.READ_TRAILS,
            this::export));
  }

  private Answer export(Call call) {
    String name = call.path("filename");
    if (name.length() > LONGEST_NAME) {
      throw Refusal.badRequest("the file's name is longer than " + LONGEST_NAME + " characters");
    }
    Trail trail = trail(call);
    Step step =
        call.path("rev").equals(LATEST)
            ? trails.newest(trail.device().id())
            : access.step(call, trail);
    State state = ArchiveWish.parts(TrailJson.state(step), call.query("parts").orElse(""));
    if (!records.missing(trail.owner(), state.objects()).isEmpty()) {
      throw notHere();
    }
    ArchiveWriter writer = new ArchiveWriter(store, Progress.NONE);
    return ArchiveWish.isCompressed(name)
        ? new Answer.Streamed(
            OptionalLong.empty(), Optional.of(name), out -> compressed(writer, state, out))
        : new Answer.Streamed(
            OptionalLong.of(length(writer, state)),
            Optional.of(name),
            out -> writer.write(state, Shape.EACH_OBJECT_ONCE, out));
  }

  private static long length(ArchiveWriter writer, State state) {
    try {
      return writer.length(state, Shape.EACH_OBJECT_ONCE);
    } catch (NoSuchFileException lost) {
      throw notHere();
    }
  }

  private static Refusal notHere() {
    return Refusal.notFound("bytes of this step's objects are not here");
  }

  private void compressed(ArchiveWriter writer, State state, OutputStream out) throws IOException {
    try (GzipOutput gzip = new GzipOutput(out, workers, AHEAD)) {
      writer.write(state, Shape.EACH_OBJECT_ONCE, gzip);
      gzip.finish();
    }
  }

  private Trail trail(Call call) {
    Optional<Principal> caller = call.optionalCaller();
    return accounts
        .byNick(call.path("user"))
        .flatMap(owner -> devices.byNick(owner.prn(), call.path("device")))
        .filter(device -> caller.map(device::isReadableBy).orElse(device.isPublic()))
        .map(Device::id)
        .flatMap(trails::find)
        .orElseThrow(() -> caller.isPresent() ? Device.noAccess() : Refusal.loginNeeded());
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
