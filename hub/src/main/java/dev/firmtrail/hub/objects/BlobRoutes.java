package dev.firmtrail.hub.objects;

import dev.firmtrail.hub.usage.Usage;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.SharedPuts;
import dev.firmtrail.objects.WrongContentException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code /local-s3}, and its other name {@code /s3}: the bytes themselves ({@code
 * docs/formats/hub.md}, Bytes).
 */
public final class BlobRoutes {
  private final ObjectRecords records;
  private final BlobUrls urls;
  private final ObjectStore store;
  private final SharedPuts puts;

  /**
   * @param puts of the store
   */
  public BlobRoutes(ObjectRecords records, BlobUrls urls, ObjectStore store, SharedPuts puts) {
    this.records = records;
    this.urls = urls;
    this.store = store;
    this.puts = puts;
  }

  public List<Route> list() {
    return Stream.of("/local-s3/{token}", "/s3/{token}")
        .flatMap(path ->
            Stream.of(
                new Route(Method.PUT, path, Access.OPEN, Need.NOTHING, Route.STREAMED, this::take),
                new Route(Method.GET, path, Access.OPEN, Need.NOTHING, Route.NO_BODY, this::give)))
        .toList();
  }

  private BlobUrls.Grant grant(Call call, BlobUrls.Use use) {
    return urls.read(call.path("token"))
        .filter(granted -> granted.use() == use)
        .orElseThrow(() ->
            Refusal.forbidden(
                "this URL is not good for that, or its time is over: ask for a new one"));
  }

  /**
   * Stores what comes, if it is what was announced; it is on the disk before the answer goes out.
   */
  private Answer take(Call call) throws IOException {
    BlobUrls.Grant grant = grant(call, BlobUrls.Use.PUT);
    if (call.length().isPresent() && call.length().getAsLong() != grant.size()) {
      throw Refusal.badRequest(
          "%d bytes were announced and %d are sent"
              .formatted(grant.size(), call.length().getAsLong()));
    }
    ObjectRecord announced =
        records
            .find(grant.owner(), grant.id())
            .orElseThrow(() -> Refusal.forbidden("the object is not announced any more"));
    try (Usage.Held _ = records.hold(announced, grant.size())) {
      ObjectBundles.makeRoomForGoodBytes(store, grant.id());
      puts.put(call.stream(), grant.id(), grant.size());
      records.markPresent(grant.owner(), grant.id(), grant.size());
    } catch (WrongContentException other) {
      throw Refusal.badRequest(String.valueOf(other.getMessage()));
    }
    return Answer.okEmpty();
  }

  private Answer give(Call call) throws IOException {
    BlobUrls.Grant grant = grant(call, BlobUrls.Use.GET);
    ObjectRecord object =
        records
            .present(grant.owner(), grant.id())
            .orElseThrow(() -> Refusal.notFound("the object has not been uploaded"));
    try {
      return new Answer.Blob(grant.id().hex(), object.name(), store.open(grant.id()));
    } catch (NoSuchFileException lost) {
      throw Refusal.notFound("the object's bytes are not here");
    }
  }
}
