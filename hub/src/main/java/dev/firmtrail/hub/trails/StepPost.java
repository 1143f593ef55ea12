package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.devices.Devices;
import dev.firmtrail.hub.events.EventKind;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.objects.ObjectRecords;
import dev.firmtrail.hub.signatures.StepSignatures;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only way in which trails and steps come to be. A step that was added is durable when {@link
 * #append} returns; everything that decides its number, and that its objects are here, happens in
 * the transaction that adds it. Safe for use by many threads.
 */
final class StepPost {
  private static final Logger LOG = LoggerFactory.getLogger(StepPost.class);
  private static final String FACTORY_MESSAGE = "Factory State (rev 0)";

  /** How many missing objects are named; the rest is counted. */
  private static final int NAMED_MISSING = 20;

  /** How often a state is judged whose device's signature policy changes meanwhile. */
  private static final int MOST_JUDGEMENTS = 10;

  private final Database database;
  private final ObjectRecords objects;
  private final StepSignatures signatures;
  private final Events events;
  private final InstantSource clock;

  StepPost(
      Database database,
      ObjectRecords objects,
      StepSignatures signatures,
      Events events,
      InstantSource clock) {
    this.database = database;
    this.objects = objects;
    this.signatures = signatures;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Begins a device's trail with the state that it came with as step 0. That one reports what is;
   * no signature policy can make it otherwise.
   *
   * @throws Refusal the device has a trail, or is hidden, or an object is missing
   */
  Step begin(HubId device, Prn owner, State factory) {
    Step step =
        database.write(handle -> {
          Devices.shown(handle, device);
          boolean begun =
              handle
                  .createQuery("SELECT EXISTS (SELECT 1 FROM trails WHERE id = ?)")
                  .bind(0, device.hex())
                  .mapTo(Boolean.class)
                  .one();
          if (begun) {
            throw Refusal.conflict("the device has its trail already; post a step instead");
          }
          refuseMissingObjects(handle, owner, factory);
          Instant now = now();
          handle
              .createUpdate("INSERT INTO trails (id, owner, created) VALUES (:id, :owner, :now)")
              .bind("id", device.hex())
              .bind("owner", owner.text())
              .bind("now", Times.toMicros(now))
              .execute();
          return insert(
              handle,
              step(
                  device,
                  0,
                  factory,
                  FACTORY_MESSAGE,
                  "",
                  JsonObject.EMPTY,
                  StepStanding.DONE,
                  now),
              EventKind.BEGUN,
              Prn.ofDevice(device));
        });
    log(step, Prn.ofDevice(device));
    return step;
  }

  /**
   * A step that was added.
   *
   * @param notice what its author should know of its signatures, fit for a header
   */
  record Posted(Step step, Optional<String> notice) {}

  /**
   * Adds a step after the newest one, if its signatures are what the device's policy wants. They
   * are judged outside of the transaction, because that is work; the transaction sees whether the
   * policy is still the one that they were judged by.
   *
   * @throws Refusal it was to have another number, an object is missing, or a signature, or the
   *     device is hidden
   */
  Posted append(HubId trail, Prn owner, NewStep wish, Prn committer) {
    for (int judgement = 0; judgement < MOST_JUDGEMENTS; judgement++) {
      StepSignatures.Passed passed = signatures.judge(trail, owner, wish.state());
      Optional<Step> step =
          database.write(handle ->
              StepSignatures.stillHolds(handle, passed)
                  ? Optional.of(next(handle, trail, owner, wish, committer))
                  : Optional.empty());
      if (step.isPresent()) {
        log(step.get(), committer);
        return new Posted(step.get(), passed.notice());
      }
    }
    throw Refusal.conflict("the signature policy changed while this was judged; post it again");
  }

  private Step next(Handle handle, HubId trail, Prn owner, NewStep wish, Prn committer) {
    Devices.shown(handle, trail);
    long next = newest(handle, trail) + 1;
    refuseOtherNumber(wish.rev(), next);
    refuseMissingObjects(handle, owner, wish.state());
    return insert(
        handle,
        step(
            trail,
            next,
            wish.state(),
            wish.commitMessage(),
            committer.text(),
            wish.meta(),
            StepStanding.NEW,
            now()),
        EventKind.POSTED,
        committer);
  }

  private static void refuseOtherNumber(OptionalLong wished, long next) {
    if (wished.isPresent() && wished.getAsLong() != next) {
      throw Refusal.conflict(
          "revision %d is refused: the next one of this trail is %d (-1 asks for it)"
              .formatted(wished.getAsLong(), next));
    }
  }

  private static long newest(Handle handle, HubId trail) {
    return handle
        .createQuery("SELECT coalesce(max(rev), -1) FROM steps WHERE trail = ?")
        .bind(0, trail.hex())
        .mapTo(Long.class)
        .one();
  }

  private void refuseMissingObjects(Handle handle, Prn owner, State state) {
    Set<ObjectId> absent = objects.missing(handle, owner, state.objects());
    List<String> missing =
        state.entries().entrySet().stream()
            .filter(entry -> isOneOf(absent, entry))
            .map(StepPost::named)
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    String named = String.join(", ", missing.subList(0, Math.min(NAMED_MISSING, missing.size())));
    String more =
        missing.size() > NAMED_MISSING ? " and " + (missing.size() - NAMED_MISSING) + " more" : "";
    throw Refusal.badRequest(
        "objects of this state are not here; upload them first: " + named + more);
  }

  private static boolean isOneOf(Set<ObjectId> ids, Map.Entry<StatePath, StateEntry> entry) {
    return entry.getValue() instanceof StateEntry.ObjectRef ref && ids.contains(ref.id());
  }

  private static String named(Map.Entry<StatePath, StateEntry> entry) {
    String id = entry.getValue() instanceof StateEntry.ObjectRef ref ? ref.id().hex() : "";
    return Shown.text(entry.getKey().text()) + " (" + id + ")";
  }

  private static Step step(
      HubId trail,
      long rev,
      State state,
      String message,
      String committer,
      JsonObject meta,
      String status,
      Instant now) {
    String canonical = new String(state.canonicalBytes(), StandardCharsets.UTF_8);
    return new Step(
        trail,
        rev,
        state.id(),
        canonical,
        message,
        committer,
        JsonWriter.CANONICAL.text(meta),
        now,
        StepStanding.first(status));
  }

  private Step insert(Handle handle, Step step, EventKind kind, Prn who) {
    handle
        .createUpdate(
            "INSERT INTO states (id, bytes) SELECT :id, :bytes WHERE NOT EXISTS (SELECT 1 FROM states WHERE id = :id)")
        .bind("id", step.stateId().hex())
        .bind("bytes", step.state().getBytes(StandardCharsets.UTF_8))
        .execute();
    handle
        .createUpdate(
            "INSERT INTO steps (trail, rev, state, commit_msg, committer, meta, first_status, created)"
                + " VALUES (:trail, :rev, :state, :message, :committer, :meta, :status, :created)")
        .bind("trail", step.trail().hex())
        .bind("rev", step.rev())
        .bind("state", step.stateId().hex())
        .bind("message", step.commitMessage())
        .bind("committer", step.committer())
        .bind("meta", step.meta())
        .bind("status", step.standing().status())
        .bind("created", Times.toMicros(step.created()))
        .execute();
    StepProgress.begin(handle, step);
    JsonObject what = JsonObject.builder().put("state", step.stateId().hex()).build();
    events.append(handle, Prn.ofDevice(step.trail()), kind, step.rev(), who, what);
    return step;
  }

  private Instant now() {
    return Times.ofMicros(Times.toMicros(clock.instant()));
  }

  private static void log(Step step, Prn who) {
    LOG.atInfo()
        .addKeyValue("trail", step.trail().hex())
        .addKeyValue("rev", step.rev())
        .addKeyValue("state", step.stateId().hex())
        .addKeyValue("who", who.text())
        .log("step added");
  }
}
