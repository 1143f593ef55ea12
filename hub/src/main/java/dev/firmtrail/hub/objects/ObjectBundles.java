package dev.firmtrail.hub.objects;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.usage.Usage;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.objects.Batch;
import dev.firmtrail.objects.BundleEntry;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Many small objects in one request ({@code docs/formats/hub.md}, Bundles): what would cost two
 * requests and two syncs an object costs them once for all. Safe for use by many threads.
 */
public final class ObjectBundles {
  /** An object lies in a file of its own until all of the bundle came. */
  private static final int MOST_OBJECTS = 4096;

  private static final long MOST_BYTES = 64L << 20;
  private static final int MOST_ASKED = 100_000;
  private static final int BUFFER = 128 * 1024;

  private final ObjectRecords records;
  private final ObjectStore store;
  private final long largest;

  /**
   * @param largest in bytes; larger objects are refused
   */
  public ObjectBundles(ObjectRecords records, ObjectStore store, long largest) {
    this.records = records;
    this.store = store;
    this.largest = Math.min(largest, BundleEntry.LARGEST);
  }

  /** The ids of a request's {@code objects}, each once, in its order. */
  public static Set<ObjectId> asked(Call call) throws IOException {
    Set<ObjectId> ids = new LinkedHashSet<>();
    if (call.json().get("objects").orElse(JsonObject.EMPTY) instanceof JsonArray(List<Json> items)
        && items.size() <= MOST_ASKED) {
      for (Json item : items) {
        ids.add(
            Optional.of(item)
                .filter(JsonString.class::isInstance)
                .map(JsonString.class::cast)
                .flatMap(text -> ObjectId.parse(text.value()))
                .orElseThrow(
                    () -> Refusal.badRequest("objects: each is 64 lower-case hex digits")));
      }
      return ids;
    }
    throw Refusal.badRequest("objects: a list of at most " + MOST_ASKED + " ids is expected");
  }

  /** Which of these an owner has not uploaded. */
  public Answer missing(Prn owner, Set<ObjectId> ids) {
    List<String> missing = records.missing(owner, ids).stream().map(ObjectId::hex).toList();
    return Answer.ok(JsonObject.builder().put("objects", Json.ofStrings(missing)).build());
  }

  /** Stores all objects of a bundle, or none; durable when the answer goes out. */
  public Answer take(Call call, Prn owner) throws IOException {
    try (Batch batch = store.batch()) {
      List<NewObject> brought = stage(new BufferedInputStream(call.stream(), BUFFER), batch);
      try (Usage.Held _ = records.hold(owner, brought)) {
        batch.flush();
        records.brought(owner, brought, call.caller().prn());
      }
      return Answer.ok(JsonObject.builder().put("stored", brought.size()).build());
    }
  }

  private List<NewObject> stage(InputStream in, Batch batch) throws IOException {
    List<NewObject> brought = new ArrayList<>();
    long bytes = 0;
    for (Optional<BundleEntry> next = entry(in); next.isPresent(); next = entry(in)) {
      BundleEntry entry = next.get();
      bytes += entry.size();
      if (entry.size() > largest || bytes > MOST_BYTES || brought.size() == MOST_OBJECTS) {
        throw Refusal.tooLarge(
            "a bundle has at most %d objects of at most %d bytes each, %d bytes in all"
                .formatted(MOST_OBJECTS, largest, MOST_BYTES));
      }
      makeRoomForGoodBytes(store, entry.id());
      ObjectId came = batch.put(new ByteArrayInputStream(bytes(entry, in))).id();
      if (!came.equals(entry.id())) {
        throw Refusal.badRequest(
            "object %s is refused: the bytes that came have the SHA-256 %s"
                .formatted(entry.id(), came));
      }
      brought.add(NewObject.bundled(entry));
    }
    return brought;
  }

  private static Optional<BundleEntry> entry(InputStream in) throws IOException {
    try {
      return BundleEntry.readFrom(in);
    } catch (EOFException | StreamCorruptedException broken) {
      throw Refusal.badRequest(String.valueOf(broken.getMessage()));
    }
  }

  private static byte[] bytes(BundleEntry entry, InputStream in) throws IOException {
    try {
      return entry.readBytes(in);
    } catch (EOFException cut) {
      throw Refusal.badRequest(String.valueOf(cut.getMessage()));
    }
  }

  /**
   * A damaged copy must not stand in the way of a good one: the store takes a file of the right
   * size for the object.
   */
  static void makeRoomForGoodBytes(ObjectStore store, ObjectId id) throws IOException {
    if (store.contains(id) && !store.verify(id)) {
      store.setAside(id);
    }
  }

  /** Objects that an owner has here, as a bundle. */
  public Answer give(Prn owner, Set<ObjectId> ids) {
    Set<ObjectId> missing = records.missing(owner, ids);
    if (!missing.isEmpty()) {
      throw Refusal.notFound("object " + missing.iterator().next() + " is not on the hub any more");
    }
    List<BundleEntry> entries = new ArrayList<>();
    long length = 0;
    for (ObjectId id : ids) {
      OptionalLong size = store.size(id);
      BundleEntry entry =
          new BundleEntry(
              id,
              size.orElseThrow(() -> Refusal.notFound("the bytes of " + id + " are not here")),
              "");
      entries.add(entry);
      length += entry.length() + (entry.carriesBytes() ? entry.size() : 0);
    }
    return new Answer.Streamed(
        OptionalLong.of(length), Optional.empty(), out -> write(entries, out));
  }

  private void write(List<BundleEntry> entries, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (BundleEntry entry : entries) {
      entry.writeTo(out);
      if (entry.carriesBytes()) {
        copy(entry, buffer, out);
      }
    }
  }

  private void copy(BundleEntry entry, byte[] buffer, OutputStream out) throws IOException {
    try (FileChannel bytes = store.open(entry.id())) {
      long left = entry.size();
      while (left > 0) {
        int got = bytes.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, left)));
        if (got < 0) {
          throw new EOFException("the object's file became shorter while it was sent");
        }
        out.write(buffer, 0, got);
        left -= got;
      }
    }
  }
}
