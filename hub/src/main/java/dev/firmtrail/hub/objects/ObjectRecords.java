package dev.firmtrail.hub.objects;

import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** Who has which objects. Safe for use by many threads. */
public final class ObjectRecords {
  private static final String COLUMNS =
      "SELECT owner, id, name, size, mime, present, created, modified FROM objects ";

  private final Database database;
  private final ObjectStore store;
  private final InstantSource clock;

  public ObjectRecords(Database database, ObjectStore store, InstantSource clock) {
    this.database = database;
    this.store = store;
    this.clock = clock;
  }

  /** What an announcement met. */
  sealed interface Announced {
    ObjectRecord object();

    /** The owner has its bytes here already. */
    record AlreadyThere(ObjectRecord object) implements Announced {}

    /** The owner has to upload it, even if the same bytes came from somebody else. */
    record ToUpload(ObjectRecord object) implements Announced {}
  }

  Announced announce(Prn owner, NewObject object) {
    return database.write(handle -> announce(handle, owner, object));
  }

  private Announced announce(Handle handle, Prn owner, NewObject object) {
    Optional<ObjectRecord> there = find(handle, owner, object.id()).filter(this::isHere);
    if (there.isPresent()) {
      return new Announced.AlreadyThere(there.get());
    }
    handle
        .createUpdate(
            "INSERT INTO objects (owner, id, name, size, mime, present, created, modified)"
                + " VALUES (:owner, :id, :name, :size, :mime, 0, :now, :now)"
                + " ON CONFLICT (owner, id) DO UPDATE"
                + " SET name = :name, size = :size, mime = :mime, present = 0, modified = :now")
        .bind("owner", owner.text())
        .bind("id", object.id().hex())
        .bind("name", object.name())
        .bind("size", object.size())
        .bind("mime", object.mime())
        .bind("now", Times.toMicros(clock.instant()))
        .execute();
    return new Announced.ToUpload(find(handle, owner, object.id()).orElseThrow());
  }

  /**
   * Notes that an owner has brought the bytes, which are in the store, durable, and of this size.
   */
  void markPresent(Prn owner, ObjectId id, long size) {
    database.write(handle ->
        handle
            .createUpdate(
                "UPDATE objects SET present = 1, size = :size, modified = :now WHERE owner = :owner AND id = :id")
            .bind("size", size)
            .bind("now", Times.toMicros(clock.instant()))
            .bind("owner", owner.text())
            .bind("id", id.hex())
            .execute());
  }

  /** Notes at once that an owner has brought objects, which are in the store and durable. */
  void brought(Prn owner, List<NewObject> objects) {
    long now = Times.toMicros(clock.instant());
    database.write(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              "INSERT INTO objects (owner, id, name, size, mime, present, created, modified)"
                  + " VALUES (:owner, :id, :name, :size, :mime, 1, :now, :now)"
                  + " ON CONFLICT (owner, id) DO UPDATE SET name = iif(present, name, :name),"
                  + " size = :size, present = 1, modified = :now");
      for (NewObject object : objects) {
        batch
            .bind("owner", owner.text())
            .bind("id", object.id().hex())
            .bind("name", object.name())
            .bind("size", object.size())
            .bind("mime", object.mime())
            .bind("now", now)
            .add();
      }
      return objects.isEmpty() ? 0 : batch.execute().length;
    });
  }

  /** Those of some objects that an owner has not here, in their order. */
  public Set<ObjectId> missing(Prn owner, Set<ObjectId> ids) {
    return database.read(handle -> missing(handle, owner, ids));
  }

  /** {@link #missing(Prn, Set)}, inside a transaction that goes on. */
  public Set<ObjectId> missing(Handle handle, Prn owner, Set<ObjectId> ids) {
    String list = JsonWriter.COMPACT.text(Json.ofStrings(ids.stream().map(ObjectId::hex).toList()));
    Set<String> present =
        handle
            .createQuery(
                // CROSS JOIN keeps this order: one look-up by key for each id.
                "SELECT o.id FROM json_each(:ids) e CROSS JOIN objects o"
                    + " WHERE o.owner = :owner AND o.id = e.value AND o.present = 1")
            .bind("ids", list)
            .bind("owner", owner.text())
            .mapTo(String.class)
            .set();
    Set<ObjectId> missing = new LinkedHashSet<>(ids);
    missing.removeIf(id -> present.contains(id.hex()) && store.contains(id));
    return missing;
  }

  /** An owner's object whose bytes are here. */
  public Optional<ObjectRecord> present(Prn owner, ObjectId id) {
    return find(owner, id).filter(this::isHere);
  }

  Optional<ObjectRecord> find(Prn owner, ObjectId id) {
    return database.read(handle -> find(handle, owner, id));
  }

  List<ObjectRecord> ownedBy(Prn owner) {
    return database.read(handle ->
        handle
            .createQuery(COLUMNS + "WHERE owner = ? ORDER BY id")
            .bind(0, owner.text())
            .map(ObjectRecords::object)
            .list());
  }

  private boolean isHere(ObjectRecord object) {
    return object.present() && store.contains(object.id());
  }

  private static Optional<ObjectRecord> find(Handle handle, Prn owner, ObjectId id) {
    return handle
        .createQuery(COLUMNS + "WHERE owner = ? AND id = ?")
        .bind(0, owner.text())
        .bind(1, id.hex())
        .map(ObjectRecords::object)
        .findOne();
  }

  private static ObjectRecord object(ResultSet row, StatementContext context) throws SQLException {
    return new ObjectRecord(
        new Prn(row.getString("owner")),
        new ObjectId(row.getString("id")),
        row.getString("name"),
        row.getLong("size"),
        row.getString("mime"),
        row.getInt("present") == 1,
        Times.ofMicros(row.getLong("created")),
        Times.ofMicros(row.getLong("modified")));
  }
}
