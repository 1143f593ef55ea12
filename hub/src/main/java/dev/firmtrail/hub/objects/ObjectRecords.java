package dev.firmtrail.hub.objects;

import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.ObjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
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

  /** An owner's object whose bytes are here. */
  public Optional<ObjectRecord> present(Prn owner, ObjectId id) {
    return find(owner, id).filter(this::isHere);
  }

  Optional<ObjectRecord> find(Prn owner, ObjectId id) {
    return database.read(handle -> find(handle, owner, id));
  }

  /** {@link #present}, inside a transaction that goes on. */
  public boolean isPresent(Handle handle, Prn owner, ObjectId id) {
    return find(handle, owner, id).filter(this::isHere).isPresent();
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
