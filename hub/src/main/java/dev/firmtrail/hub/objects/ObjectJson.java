package dev.firmtrail.hub.objects;

import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.json.JsonObject;
import java.time.InstantSource;

/**
 * Objects as the wire shows them ({@code docs/formats/hub.md}, Objects): what somebody chose comes
 * last, because devices look for the first {@code "size"} anywhere in the text. Safe for use by
 * many threads.
 */
public final class ObjectJson {
  /** What old clients have always been told; the URLs live longer. */
  private static final String EXPIRE_TIME = "15";

  private final BlobUrls urls;
  private final InstantSource clock;

  public ObjectJson(BlobUrls urls, InstantSource clock) {
    this.urls = urls;
    this.clock = clock;
  }

  static JsonObject plain(ObjectRecord object) {
    return completed(begun(object), object);
  }

  /** With URLs for its bytes both ways. */
  JsonObject forOwner(ObjectRecord object) {
    return withUrls(object, urls.upload(object.owner(), object.id(), object.size()));
  }

  /** With a URL to read its bytes, for whoever may. */
  JsonObject forReader(ObjectRecord object) {
    return withUrls(object, "");
  }

  private JsonObject withUrls(ObjectRecord object, String upload) {
    return completed(
        begun(object)
            .put("signed-puturl", upload)
            .put("signed-geturl", urls.download(object.owner(), object.id(), object.size()))
            .put("now", Long.toString(clock.instant().getEpochSecond()))
            .put("expire-time", EXPIRE_TIME),
        object);
  }

  private static JsonObject.Builder begun(ObjectRecord object) {
    return JsonObject.builder()
        .put("id", object.id().hex())
        .put("storage-id", ObjectRecord.storageId(object.owner(), object.id()))
        .put("owner", object.owner().text())
        .put("sha256sum", object.id().hex())
        .put("size", Long.toString(object.size()))
        .put("sizeint", object.size());
  }

  private static JsonObject completed(JsonObject.Builder json, ObjectRecord object) {
    return json.put("objectname", object.name())
        .put("mime-type", object.mime())
        .put("time-created", Times.wire(object.created()))
        .put("time-modified", Times.wire(object.modified()))
        .build();
  }
}
