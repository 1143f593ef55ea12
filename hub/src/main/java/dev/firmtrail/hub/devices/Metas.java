package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.events.Event;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.profiles.Profiles;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * The metadata of devices ({@code docs/formats/hub.md}, Metadata): what it is now, kept in the
 * transaction that adds an event with the difference. What changes nothing is no event. Safe for
 * use by many threads.
 */
public final class Metas {
  /** What one answer about many devices may hold of metadata, in characters. */
  private static final long MOST_AT_ONCE = 4L << 20;

  /**
   * Where a device says what it runs. That it says so again is kept with its other news: after a
   * step that failed there is no other word for what it went back to.
   */
  private static final String REVISION = "pantavisor.revision";

  private final Database database;
  private final Events events;

  public Metas(Database database, Events events) {
    this.database = database;
    this.events = events;
  }

  /** What a device is told: what its owner says to all its devices, and over that to this one. */
  JsonObject told(Device device) {
    return database.read(handle -> told(handle, device));
  }

  private static JsonObject told(Handle handle, Device device) {
    JsonObject own = read(text(handle, device.id(), MetaKind.USER));
    return device
        .owner()
        .map(owner -> Profiles.meta(handle, owner))
        .filter(all -> !all.isEmpty())
        .map(all -> JsonObject.builder().putAll(all.members()).putAll(own.members()).build())
        .orElse(own);
  }

  /** What a device is told, and what it says of itself. */
  DeviceMetas of(Device device) {
    return database.read(handle ->
        new DeviceMetas(told(handle, device), read(text(handle, device.id(), MetaKind.DEVICE))));
  }

  /**
   * Both, without what is said to all devices, of the first of these devices that together have at
   * most {@link #MOST_AT_ONCE}.
   */
  Map<HubId, DeviceMetas> of(List<HubId> devices) {
    return database.read(handle -> {
      Map<HubId, DeviceMetas> found = new HashMap<>();
      long left = MOST_AT_ONCE;
      for (HubId device : devices) {
        String user = text(handle, device, MetaKind.USER);
        String own = text(handle, device, MetaKind.DEVICE);
        left -= user.length() + own.length();
        if (left < 0) {
          break;
        }
        found.put(device, new DeviceMetas(read(user), read(own)));
      }
      return found;
    });
  }

  /**
   * Makes this the whole metadata.
   *
   * @param mended whether the text of what was said was broken and something in it replaced
   * @return what it is now
   * @throws Refusal it is too large
   */
  JsonObject replace(HubId device, MetaKind kind, JsonObject whole, boolean mended, Prn who) {
    return database.write(
        handle -> change(handle, device, kind, whole, before -> whole, mended, who));
  }

  /** {@link #replace(HubId, MetaKind, JsonObject, boolean, Prn)} in the transaction of a handle. */
  public JsonObject replace(Handle handle, HubId device, MetaKind kind, JsonObject whole, Prn who) {
    return change(handle, device, kind, whole, before -> whole, false, who);
  }

  /**
   * Sets the members of a patch, and takes away those that are null in it; values are not looked
   * into.
   *
   * @param mended whether the text of what was said was broken and something in it replaced
   * @return what it is now
   * @throws Refusal it would be too large
   */
  JsonObject merge(HubId device, MetaKind kind, JsonObject patch, boolean mended, Prn who) {
    return database.write(handle ->
        change(handle, device, kind, patch, MetaDifference.ofPatch(patch)::after, mended, who));
  }

  private JsonObject change(
      Handle handle,
      HubId device,
      MetaKind kind,
      JsonObject said,
      UnaryOperator<JsonObject> change,
      boolean mended,
      Prn who) {
    Devices.shown(handle, device);
    JsonObject before = read(text(handle, device, kind));
    JsonObject after = MetaBounds.kept(change.apply(before));
    MetaDifference difference = MetaDifference.between(before, after);
    if (difference.isEmpty()) {
      return before;
    }
    JsonObject body =
        (kind == MetaKind.DEVICE ? difference.saying(REVISION, said) : difference).body(mended);
    Event event = events.append(handle, Prn.ofDevice(device), kind.event(), who, body);
    handle
        .createUpdate(
            "INSERT INTO metas (device, kind, value, seq) VALUES (:device, :kind, :value, :seq)"
                + " ON CONFLICT (device, kind) DO UPDATE SET value = :value, seq = :seq")
        .bind("device", device.hex())
        .bind("kind", kind.stored())
        .bind("value", JsonWriter.AS_BUILT.text(after))
        .bind("seq", event.seq())
        .execute();
    return after;
  }

  private static String text(Handle handle, HubId device, MetaKind kind) {
    return handle
        .createQuery("SELECT value FROM metas WHERE device = ? AND kind = ?")
        .bind(0, device.hex())
        .bind(1, kind.stored())
        .mapTo(String.class)
        .findOne()
        .orElse("{}");
  }

  /** What is stored of metadata. */
  static JsonObject read(String stored) {
    try {
      return JsonReader.readObject(stored.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException broken) {
      throw new IllegalStateException("stored metadata is no JSON", broken);
    }
  }
}
