package dev.firmtrail.hub.objects;

import dev.firmtrail.hub.events.EventKind;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.usage.Usage;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** Who has which objects. Safe for use by many threads. */
public final class ObjectRecords {
  private static final String COLUMNS =
      "SELECT owner, id, name, size, mime, present, hidden, created, modified FROM objects ";

  /** CROSS JOIN keeps this order: one look-up by key for each id. */
  private static final String OF_THESE =
      "SELECT DISTINCT o.id FROM json_each(:ids) e CROSS JOIN objects o"
          + " WHERE o.owner = :owner AND o.id = e.value ";

  private final Database database;
  private final ObjectStore store;
  private final Events events;
  private final Usage usage;
  private final InstantSource clock;

  public ObjectRecords(
      Database database, ObjectStore store, Events events, Usage usage, InstantSource clock) {
    this.database = database;
    this.store = store;
    this.events = events;
    this.usage = usage;
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

  /**
   * Takes an announcement.
   *
   * @throws Refusal the owner has as much as he may
   */
  Announced announce(Prn owner, NewObject object, Prn who) {
    return database.write(handle -> {
      Announced met = announce(handle, owner, object);
      show(handle, owner, List.of(object.id()), who);
      return met;
    });
  }

  private Announced announce(Handle handle, Prn owner, NewObject object) {
    Optional<ObjectRecord> known = find(handle, owner, object.id());
    Optional<ObjectRecord> there = known.filter(this::isHere);
    if (there.isPresent()) {
      return new Announced.AlreadyThere(there.get());
    }
    long counted = known.filter(ObjectRecord::present).map(ObjectRecord::size).orElse(0L);
    usage.roomFor(handle, owner, known.isPresent() ? 0 : 1, object.size() - counted);
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
   * Keeps room for the bytes of an object while they come in.
   *
   * @throws Refusal its owner has as much as he may
   */
  Usage.Held hold(ObjectRecord object, long size) {
    return usage.hold(object.owner(), 0, object.present() ? 0 : size);
  }

  /**
   * {@link #hold(ObjectRecord, long)} for many, announced or not; those that the owner has already
   * need none.
   */
  Usage.Held hold(Prn owner, List<NewObject> objects) {
    Map<String, Long> sizes = new HashMap<>();
    objects.forEach(object -> sizes.put(object.id().hex(), object.size()));
    int more = sizes.size() - known(owner, objects, "").size();
    sizes.keySet().removeAll(known(owner, objects, "AND o.present = 1"));
    return usage.hold(owner, more, sizes.values().stream().mapToLong(Long::longValue).sum());
  }

  private Set<String> known(Prn owner, List<NewObject> objects, String condition) {
    return database.read(handle ->
        handle
            .createQuery(OF_THESE + condition)
            .bind("ids", list(objects.stream().map(NewObject::id).toList()))
            .bind("owner", owner.text())
            .mapTo(String.class)
            .set());
  }

  /**
   * Notes that an owner has brought the bytes, which are in the store, durable, and of this size.
   */
  void markPresent(Prn owner, ObjectId id, long size) {
    database.write(handle -> {
      show(handle, owner, List.of(id), owner);
      return handle
          .createUpdate(
              "UPDATE objects SET present = 1, size = :size, modified = :now WHERE owner = :owner AND id = :id")
          .bind("size", size)
          .bind("now", Times.toMicros(clock.instant()))
          .bind("owner", owner.text())
          .bind("id", id.hex())
          .execute();
    });
  }

  /** Notes at once that an owner has brought objects, which are in the store and durable. */
  void brought(Prn owner, List<NewObject> objects, Prn who) {
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
      show(handle, owner, objects.stream().map(NewObject::id).toList(), who);
      return objects.isEmpty() ? 0 : batch.execute().length;
    });
  }

  /**
   * Takes an object out of its owner's list; an event where that is new. Whatever uses it goes on.
   *
   * @throws Refusal the owner has no such object
   */
  ObjectRecord hide(Prn owner, ObjectId id, Optional<String> why, Prn who) {
    return database.write(handle -> {
      ObjectRecord object = find(handle, owner, id).orElseThrow(ObjectRecords::noSuchObject);
      if (!object.hidden()) {
        setHidden(handle, owner, id, true);
        JsonObject.Builder body = JsonObject.builder().put("sha256sum", id.hex());
        why.ifPresent(text -> body.put("why", text));
        events.append(handle, owner, EventKind.OBJECT_HIDDEN, who, body.build());
      }
      return object;
    });
  }

  /** Puts those of some objects that are hidden back into their owner's list. */
  private void show(Handle handle, Prn owner, List<ObjectId> ids, Prn who) {
    List<String> hidden =
        handle
            .createQuery(OF_THESE + "AND o.hidden = 1")
            .bind("ids", list(ids))
            .bind("owner", owner.text())
            .mapTo(String.class)
            .list();
    for (String id : hidden) {
      setHidden(handle, owner, new ObjectId(id), false);
      JsonObject body = JsonObject.builder().put("sha256sum", id).build();
      events.append(handle, owner, EventKind.OBJECT_SHOWN, who, body);
    }
  }

  private static void setHidden(Handle handle, Prn owner, ObjectId id, boolean hidden) {
    handle
        .createUpdate("UPDATE objects SET hidden = :hidden WHERE owner = :owner AND id = :id")
        .bind("hidden", hidden ? 1 : 0)
        .bind("owner", owner.text())
        .bind("id", id.hex())
        .execute();
  }

  /**
   * Gives an object another name; what bytes it has is no matter of opinion.
   *
   * @throws Refusal the owner has no such object
   */
  ObjectRecord rename(Prn owner, ObjectId id, String name) {
    return database.write(handle -> {
      handle
          .createUpdate(
              "UPDATE objects SET name = :name, modified = :now WHERE owner = :owner AND id = :id")
          .bind("name", name)
          .bind("now", Times.toMicros(clock.instant()))
          .bind("owner", owner.text())
          .bind("id", id.hex())
          .execute();
      return find(handle, owner, id).orElseThrow(ObjectRecords::noSuchObject);
    });
  }

  static Refusal noSuchObject() {
    return Refusal.forbidden("the caller has no such object");
  }

  /** Those of some objects that an owner has not here, in their order. */
  public Set<ObjectId> missing(Prn owner, Set<ObjectId> ids) {
    return database.read(handle -> missing(handle, owner, ids));
  }

  /** {@link #missing(Prn, Set)}, inside a transaction that goes on. */
  public Set<ObjectId> missing(Handle handle, Prn owner, Set<ObjectId> ids) {
    Set<String> present =
        handle
            .createQuery(OF_THESE + "AND o.present = 1")
            .bind("ids", list(ids))
            .bind("owner", owner.text())
            .mapTo(String.class)
            .set();
    Set<ObjectId> missing = new LinkedHashSet<>(ids);
    missing.removeIf(id -> present.contains(id.hex()) && store.contains(id));
    return missing;
  }

  private static String list(Collection<ObjectId> ids) {
    return JsonWriter.COMPACT.text(Json.ofStrings(ids.stream().map(ObjectId::hex).toList()));
  }

  /** An owner's object whose bytes are here. */
  public Optional<ObjectRecord> present(Prn owner, ObjectId id) {
    return find(owner, id).filter(this::isHere);
  }

  Optional<ObjectRecord> find(Prn owner, ObjectId id) {
    return database.read(handle -> find(handle, owner, id));
  }

  /** What an owner has and did not hide. */
  List<ObjectRecord> ownedBy(Prn owner) {
    return database.read(handle ->
        handle
            .createQuery(COLUMNS + "WHERE owner = ? AND hidden = 0 ORDER BY id")
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
        row.getInt("hidden") == 1,
        Times.ofMicros(row.getLong("created")),
        Times.ofMicros(row.getLong("modified")));
  }
}
