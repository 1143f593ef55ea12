package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.accounts.Credentials;
import dev.firmtrail.hub.accounts.Secrets;
import dev.firmtrail.hub.audit.Actor;
import dev.firmtrail.hub.audit.Audit;
import dev.firmtrail.hub.audit.AuditAction;
import dev.firmtrail.hub.audit.AuditEntry;
import dev.firmtrail.hub.events.EventKind;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.usage.Usage;
import dev.firmtrail.hub.web.Principal;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Tokens;
import dev.firmtrail.state.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The devices of this hub. Safe for use by many threads. */
public final class Devices implements Credentials {
  /** Begins the nick of a device that registered itself without one, as old clients know it. */
  private static final String UNREGISTERED = "__unregistered__";

  /** Begins the nick of a hidden device; its own is free again. */
  private static final String REMOVED = "__removed__";

  private static final int NICK_LETTERS = 10;

  /** 56 bits in three groups that a person can type. */
  private static final int CHALLENGE_GROUP = 4;

  private final Database database;
  private final Usage usage;
  private final Secrets secrets;
  private final Events events;
  private final Metas metas;
  private final Audit audit;
  private final SecureRandom random;
  private final InstantSource clock;

  /** Hidden devices; each request with a token asks. */
  private final Set<Prn> gone = ConcurrentHashMap.newKeySet();

  public Devices(
      Database database,
      Usage usage,
      Secrets secrets,
      Events events,
      Metas metas,
      Audit audit,
      SecureRandom random,
      InstantSource clock) {
    this.database = database;
    this.usage = usage;
    this.secrets = secrets;
    this.events = events;
    this.metas = metas;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
    database
        .read(handle ->
            handle
                .createQuery("SELECT id FROM devices WHERE hidden = 1")
                .mapTo(String.class)
                .list())
        .forEach(id -> gone.add(Prn.ofDevice(new HubId(id))));
  }

  /** A device that was just made, with its secret in the clear for the only time. */
  record Created(Device device, String secret) {
    @Override
    public String toString() {
      return "Created " + device.id();
    }
  }

  /**
   * Makes a device, owned from the start or waiting to be claimed.
   *
   * @param beginning found in the transaction that makes the device
   * @throws Refusal the owner has a device of that nick, or as many as he may
   */
  Created create(NewDevice wish, Function<Handle, Beginning> beginning) {
    String secret = wish.secret().orElseGet(secrets::generate);
    String hash = wish.secret().isPresent() ? secrets.hash(secret) : secrets.hashGenerated(secret);
    Device device = database.write(handle -> begin(handle, wish, hash, beginning.apply(handle)));
    return new Created(device, secret);
  }

  private Device begin(Handle handle, NewDevice wish, String secretHash, Beginning beginning) {
    Optional<Prn> owner = beginning.owner();
    Instant now = Times.ofMicros(Times.toMicros(clock.instant()));
    Device device =
        new Device(
            HubId.fresh(now, random),
            owner,
            wish.nick().orElseGet(() -> owner.isPresent() ? nick() : UNREGISTERED + nick()),
            owner.isPresent() ? Optional.empty() : Optional.of(challenge()),
            false,
            false,
            now,
            now);
    usage.roomForDevice(handle, owner);
    refuseTaken(handle, owner, device.nick());
    DeviceRows.insert(handle, device, secretHash);
    Prn who = owner.orElse(device.prn());
    events.append(handle, device.prn(), EventKind.REGISTERED, who, beginning.body(device.nick()));
    metas.replace(handle, device.id(), MetaKind.USER, beginning.userMeta(), who);
    return device;
  }

  private String nick() {
    return "device_" + secrets.letters(NICK_LETTERS);
  }

  private String challenge() {
    return String.join(
        "-",
        secrets.letters(CHALLENGE_GROUP),
        secrets.letters(CHALLENGE_GROUP),
        secrets.letters(CHALLENGE_GROUP));
  }

  /**
   * Gives a device that nobody has to whoever knows its challenge. Its nick becomes another one
   * where it had none of its own, or where the new owner has a device of that nick.
   *
   * @throws Refusal it has an owner, or the challenge is another, which sounds as if there were no
   *     such device; or he who claims it has as many as he may
   */
  Device claim(Device device, String challenge, Actor claimer) {
    Prn owner = claimer.who();
    if (!isChallengeOf(device, challenge)) {
      throw Device.noAccess();
    }
    return database.write(handle -> {
      usage.roomForDevice(handle, Optional.of(owner));
      String nick = freeNick(handle, owner, device.nick());
      int claimed =
          handle
              .createUpdate(
                  "UPDATE devices SET owner = :owner, nick = :nick, challenge = '', modified = :now"
                      + " WHERE id = :id AND owner = ''")
              .bind("owner", owner.text())
              .bind("nick", nick)
              .bind("now", Times.toMicros(clock.instant()))
              .bind("id", device.id().hex())
              .execute();
      if (claimed == 0) {
        throw Device.noAccess();
      }
      Device owned = shown(handle, device.id());
      JsonObject nicks = nicks(device.nick(), nick);
      record(handle, owned, EventKind.CLAIMED, AuditAction.CLAIMED, claimer, nicks);
      return owned;
    });
  }

  /** Takes as long however much of it is right; no challenge, no match. */
  private static boolean isChallengeOf(Device device, String text) {
    byte[] known = device.challenge().orElse("").getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(known, text.getBytes(StandardCharsets.UTF_8)) && known.length > 0;
  }

  private String freeNick(Handle handle, Prn owner, String wished) {
    String nick =
        wished.startsWith(UNREGISTERED) ? wished.substring(UNREGISTERED.length()) : wished;
    while (nick.isEmpty() || DeviceRows.byNick(handle, Optional.of(owner), nick).isPresent()) {
      nick = nick();
    }
    return nick;
  }

  private static JsonObject nicks(String before, String now) {
    return JsonObject.builder().put("nick", now).put("nick-before", before).build();
  }

  /**
   * Gives a device another nick, another secret, or both; an event for each that is new.
   *
   * @throws Refusal it has no owner yet, or the owner has another one of that nick
   */
  Device change(Device device, NewDevice wish, Actor actor) {
    if (device.owner().isEmpty()) {
      throw Refusal.forbidden("a device is changed once it has an owner");
    }
    Optional<String> hash = wish.secret().map(secrets::hash);
    return database.write(handle -> {
      Device now = shown(handle, device.id());
      wish.nick()
          .filter(nick -> !nick.equals(now.nick()))
          .ifPresent(nick -> rename(handle, now, nick, actor));
      hash.ifPresent(changed -> {
        set(handle, now, "secret", changed);
        record(
            handle,
            now,
            EventKind.SECRET_CHANGED,
            AuditAction.SECRET_CHANGED,
            actor,
            JsonObject.EMPTY);
      });
      return DeviceRows.byId(handle, device.id()).orElseThrow(Device::noAccess);
    });
  }

  private void rename(Handle handle, Device device, String nick, Actor actor) {
    refuseTaken(handle, device.owner(), nick);
    set(handle, device, "nick", nick);
    JsonObject nicks = nicks(device.nick(), nick);
    record(handle, device, EventKind.RENAMED, AuditAction.RENAMED, actor, nicks);
  }

  /** As an event of the device, and in the audit log of its owner. */
  private void record(
      Handle handle,
      Device device,
      EventKind kind,
      AuditAction action,
      Actor actor,
      JsonObject body) {
    Prn owner = device.owner().orElseThrow(Device::noAccess);
    events.append(handle, device.prn(), kind, actor.who(), body);
    audit.append(handle, AuditEntry.done(owner, actor, action, device.prn(), body));
  }

  private void set(Handle handle, Device device, String column, Object value) {
    DeviceRows.set(handle, device, column, value, clock.instant());
  }

  /**
   * A device as it is in the transaction that writes something about it: whoever asked for that was
   * let in before, and may have been overtaken by {@link #hide}.
   *
   * @throws Refusal it is hidden
   */
  public static Device shown(Handle handle, HubId id) {
    return DeviceRows.byId(handle, id).filter(now -> !now.hidden()).orElseThrow(Device::noAccess);
  }

  /**
   * Takes a device away: out of every list, its nick free again, its login refused, its sessions
   * ended. Whatever a step needs stays, and there is no way back.
   */
  Device hide(Device device, Optional<String> why, Actor actor) {
    Device hidden =
        database.write(handle -> {
          Device now = shown(handle, device.id());
          String nick = removedNick(handle, now);
          set(handle, now, "nick", nick);
          set(handle, now, "hidden", true);
          JsonObject.Builder body = JsonObject.builder().putAll(nicks(now.nick(), nick).members());
          why.ifPresent(text -> body.put("why", text));
          record(handle, now, EventKind.HIDDEN, AuditAction.HIDDEN, actor, body.build());
          return DeviceRows.byId(handle, now.id()).orElseThrow(Device::noAccess);
        });
    gone.add(hidden.prn());
    return hidden;
  }

  private String removedNick(Handle handle, Device device) {
    String nick = REMOVED + secrets.letters(NICK_LETTERS);
    while (DeviceRows.byNick(handle, device.owner(), nick).isPresent()) {
      nick = REMOVED + secrets.letters(NICK_LETTERS);
    }
    return nick;
  }

  /** Whether a caller's sessions have ended, whatever its token says: it is a hidden device. */
  public boolean isGone(Principal caller) {
    return gone.contains(caller.prn());
  }

  private static void refuseTaken(Handle handle, Optional<Prn> owner, String nick) {
    if (DeviceRows.byNick(handle, owner, nick).isPresent()) {
      throw Refusal.conflict("device already exists");
    }
  }

  public Optional<Device> byId(HubId id) {
    return database.read(handle -> DeviceRows.byId(handle, id));
  }

  /** A device that is not hidden. */
  public Optional<Device> byNick(Prn owner, String nick) {
    return database
        .read(handle -> DeviceRows.byNick(handle, Optional.of(owner), nick))
        .filter(device -> !device.hidden());
  }

  /** The device of a nick that nobody has claimed. */
  Optional<Device> unclaimed(String nick) {
    return database.read(handle -> DeviceRows.byNick(handle, Optional.empty(), nick));
  }

  /** All devices of an owner that are not hidden, oldest first. */
  public List<Device> ownedBy(Prn owner) {
    return database.read(handle -> DeviceRows.ownedBy(handle, owner));
  }

  /** Those of some ids, on the snapshot of a handle; in no order. */
  public static List<Device> these(Handle handle, List<HubId> ids) {
    return DeviceRows.these(handle, ids);
  }

  /** Shows a device to everybody with a token, or hides it again; an event where that is new. */
  Device setPublic(Device device, boolean isPublic, Actor owner) {
    return database.write(handle -> {
      Device now = shown(handle, device.id());
      if (now.isPublic() != isPublic) {
        set(handle, now, "public", isPublic);
        EventKind kind = isPublic ? EventKind.PUBLISHED : EventKind.WITHDRAWN;
        AuditAction action = isPublic ? AuditAction.PUBLISHED : AuditAction.WITHDRAWN;
        record(handle, now, kind, action, owner, JsonObject.EMPTY);
      }
      return DeviceRows.byId(handle, device.id()).orElseThrow(Device::noAccess);
    });
  }

  /** A device logs in by its PRN, claimed or not, until it is hidden. */
  @Override
  public Optional<Known> find(String username) {
    return Prn.deviceId(username)
        .flatMap(id ->
            database.read(handle ->
                handle
                    .createQuery(
                        "SELECT id, owner, nick, secret FROM devices"
                            + " WHERE id = ? AND hidden = 0")
                    .bind(0, id.hex())
                    .map((row, context) -> known(row))
                    .findOne()));
  }

  private static Known known(ResultSet row) throws SQLException {
    Prn prn = Prn.ofDevice(new HubId(row.getString("id")));
    Tokens.Identity identity =
        new Tokens.Identity(
            Principal.Kind.DEVICE, prn, row.getString("nick"), DeviceRows.owner(row));
    return new Known(identity, row.getString("secret"));
  }
}
