package dev.firmtrail.hub.objects;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What an owner has said about an object.
 *
 * @param name the path under which the owner first needed it
 * @param size in bytes
 * @param present whether this owner has uploaded the bytes
 * @param hidden whether the owner took it out of its list; nothing else follows from that
 */
public record ObjectRecord(
    Prn owner,
    ObjectId id,
    String name,
    long size,
    String mime,
    boolean present,
    boolean hidden,
    Instant created,
    Instant modified) {

  /** The name that old tools know an owner's copy of an object by. */
  public static String storageId(Prn owner, ObjectId id) {
    return Sha256.hex((owner.text() + "/" + id.hex()).getBytes(StandardCharsets.UTF_8));
  }

  ObjectRecord named(String other) {
    return new ObjectRecord(owner, id, other, size, mime, present, hidden, created, modified);
  }
}
