package dev.firmtrail.hubclient;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.objects.Room;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A hub, seen from a client ({@code docs/formats/hub.md}). Every verb ends: with its result, or
 * with a {@link HubException} in words for a person, after what can be tried again was tried a few
 * times.
 *
 * <p>Interrupting the calling thread, or closing the client, ends what is under way promptly; parts
 * of objects stay for the next try. Safe for use by many threads.
 */
public final class HubClient implements AutoCloseable {
  private final HubSettings settings;
  private final HubAddresses addresses;
  private final Patience patience;
  private final Transport transport;
  private final Session session;
  private final Accounts accounts;
  private final Steps steps;

  /** Reads the settings' files; sends nothing yet. */
  public HubClient(HubSettings settings) throws HubException {
    this(settings, Patience.NORMAL);
  }

  /** {@link #HubClient(HubSettings)} with another patience. */
  public HubClient(HubSettings settings, Patience patience) throws HubException {
    this.settings = settings;
    this.addresses = settings.addresses();
    this.patience = patience;
    this.transport = new Transport(settings.proxy(), patience, settings.dialogue()::trace);
    this.session = new Session(transport, settings, addresses);
    this.accounts = new Accounts(session, transport, settings, addresses);
    this.steps = new Steps(session);
  }

  /** The hub that is meant when nothing else is said. */
  public HubAddresses addresses() {
    return addresses;
  }

  /** Asks a repository for its endpoints. */
  public Remote remote(URI repository) throws IOException {
    return Remote.of(repository, ask(repository));
  }

  /** {@link #remote} as the hub sends it. */
  public JsonObject remoteDocument(URI repository) throws IOException {
    return ask(repository).document("use " + Addresses.shown(repository) + " as a repository");
  }

  private Reply ask(URI repository) throws IOException {
    session.trust(repository);
    return session.call(Call.get(Remote.documentOf(repository)), Session.Access.ANYBODY);
  }

  /**
   * The state of a repository, read by the strict rules.
   *
   * @throws HubException there is none, or what came is not a valid state
   */
  public State state(Remote remote) throws IOException {
    try {
      return State.read(stateDocument(remote));
    } catch (InvalidStateException invalid) {
      throw new HubException(
          HubException.Kind.BROKEN_ANSWER,
          "refused the state that %s sends: %s; nothing was taken. Take another revision, or tell whoever posted it"
              .formatted(Addresses.shown(remote.stateUrl()), invalid.getMessage()),
          invalid);
    }
  }

  /** The bytes that a hub sends for a repository's state, whatever they are. */
  public byte[] stateDocument(Remote remote) throws IOException {
    Reply reply = session.call(Call.get(remote.stateUrl()), Session.Access.ANYBODY);
    if (reply.status() != Reply.OK) {
      throw reply.refusal("get the state of " + Addresses.shown(remote.source()));
    }
    return reply.body();
  }

  /** The step as the hub sends it. */
  public JsonObject stepInfo(Remote remote) throws IOException {
    Reply reply = session.call(Call.get(remote.stepUrl()), Session.Access.ANYBODY);
    return reply.document("get the step of " + Addresses.shown(remote.source()));
  }

  /** The steps that a repository's state is one of. Sends nothing yet. */
  public Trail trail(Remote remote) throws HubException {
    return Trail.of(session, remote);
  }

  /** The trail of a device of one's own, up to its newest step; empty where it has none. */
  public Optional<Trail> trail(DeviceSummary device) {
    return device
        .document()
        .integer("revision")
        .map(newest -> Trail.of(session, addresses, device.id(), newest));
  }

  /**
   * Reads objects from their first to their last byte, and keeps none.
   *
   * @param wanted each with a path that needs it
   * @param taker is told of each, one after the other
   */
  public void readObjects(
      Remote remote, Map<ObjectId, String> wanted, Progress progress, Consumer<ReadObject> taker)
      throws IOException {
    new ObjectReads(session, transport, patience, remote, progress).run(wanted, taker);
  }

  /**
   * Brings objects into a store. When this returns, all of them are there, checked and durable. On
   * failure those that came whole are there, and of large ones the part that came waits for the
   * next try.
   *
   * @param wanted each with a path that needs it, for messages; those that the store has are not
   *     asked for
   */
  public DownloadReport download(
      Remote remote, Map<ObjectId, String> wanted, ObjectStore store, Progress progress)
      throws IOException {
    return new Downloads(session, transport, patience, remote, store, progress).run(wanted);
  }

  /**
   * Downloads a file that is no part of the protocol, such as an export. Redirects are followed;
   * our token is sent only where it belongs. A download that breaks is begun again.
   *
   * @param url absolute, http or https
   * @param into holds the file's bytes on return, and nothing else
   * @param room where that file is; what would not leave the reserve is refused
   */
  public void fetch(URI url, FileChannel into, Room room, Progress progress) throws IOException {
    new FileDownload(session, patience, into, room, progress).run(url);
  }

  /**
   * Posts a state as a new step, after sending the objects that the hub does not have: those of the
   * step before are taken to be there, and if the hub knows better, they are sent and the step is
   * posted once more.
   *
   * <p>The post itself is sent again only when it is certain that the first one did not arrive.
   *
   * @param store has every object of the state
   * @param force sends bytes even of objects that the hub says it has
   * @return look at {@link PostedStep#agreement}: the hub has stored the step even where it means
   *     another state by it
   */
  public Published publish(
      Remote remote,
      State state,
      ObjectStore store,
      PostOptions options,
      boolean force,
      Progress progress)
      throws IOException {
    Map<ObjectId, String> announced = new LinkedHashMap<>(state.objectPaths());
    Map<ObjectId, String> assumed = new LinkedHashMap<>(announced);
    announced.keySet().removeAll(baseline(remote));
    assumed.keySet().removeAll(announced.keySet());
    UploadReport report = uploads(remote, store, force, progress).run(announced);
    Steps.Outcome outcome = steps.post(remote, state, options);
    if (outcome
        instanceof Steps.Outcome.Missing(Map<ObjectId, String> missing, HubException refusal)) {
      settings.dialogue().notice("the hub lacks objects that it was taken to have; sending them");
      // A hub may name only the first few, so all that were assumed are announced now.
      report = report.plus(uploads(remote, store, force, progress).run(assumed));
      missing.keySet().retainAll(announced.keySet());
      report = report.plus(uploads(remote, store, true, progress).run(missing));
      outcome = steps.post(remote, state, options);
    } else {
      report = report.plus(new UploadReport(0, 0, assumed.size()));
    }
    return switch (outcome) {
      case Steps.Outcome.Posted(PostedStep step) -> new Published(agreed(step), report);
      case Steps.Outcome.Missing(Map<ObjectId, String> still, HubException refusal) ->
          throw refusal;
    };
  }

  /**
   * Puts a state in the place of the one that the repository has now, after sending the objects
   * that this one does not have.
   *
   * @param store has every object of the state
   * @param force sends bytes even of objects that the hub says it has
   */
  public UploadReport put(
      Remote remote, State state, ObjectStore store, boolean force, Progress progress)
      throws IOException {
    Map<ObjectId, String> announced = new LinkedHashMap<>(state.objectPaths());
    int all = announced.size();
    announced.keySet().removeAll(baseline(remote));
    UploadReport report =
        uploads(remote, store, force, progress)
            .run(announced)
            .plus(new UploadReport(0, 0, all - announced.size()));
    StatePut.send(session, remote, state);
    return report;
  }

  /**
   * Posts a state as a new step and sends no objects: the hub must have them all.
   *
   * @throws HubException also when the hub lacks objects; then it names them
   */
  public PostedStep postStep(Remote remote, State state, PostOptions options) throws IOException {
    return switch (steps.post(remote, state, options)) {
      case Steps.Outcome.Posted(PostedStep step) -> agreed(step);
      case Steps.Outcome.Missing(Map<ObjectId, String> missing, HubException refusal) ->
          throw new HubException(
              refusal.kind(),
              "the step was not stored: %s lacks objects of this state (%d named, such as %s of %s), and none are sent here; clone the source and post it there"
                  .formatted(
                      Addresses.shown(remote.source()),
                      missing.size(),
                      missing.keySet().iterator().next(),
                      Shown.text(missing.values().iterator().next())),
              refusal);
    };
  }

  /**
   * Sends the objects of a state that an endpoint lacks.
   *
   * @param endpoint as {@code objects-endpoint} of a repository names it
   * @param force sends bytes even of objects that the hub says it has
   */
  public UploadReport putObjects(
      URI endpoint, State state, ObjectStore store, boolean force, Progress progress)
      throws IOException {
    session.trust(endpoint);
    return alone(endpoint, store, force, progress).run(state.objectPaths());
  }

  /** The devices of one's own. */
  public Devices devices() {
    return new Devices(session, addresses);
  }

  /** What the hub wants of the signatures of one's devices' states. */
  public SignaturePolicies signaturePolicies() {
    return new SignaturePolicies(session, addresses);
  }

  /** What happened to one's devices. */
  public DeviceEvents events() {
    return new DeviceEvents(session, addresses);
  }

  /**
   * The step that a device ran at a moment, as it claimed; on what that rests is said to the
   * person.
   *
   * @param trail a repository, and no step of it
   * @throws HubException also when that is not known
   */
  public RepositoryReference.Url at(RepositoryReference.Url trail, Instant moment)
      throws IOException {
    return new PastSteps(session, settings.dialogue()).at(trail, remote(trail.uri()), moment);
  }

  /** The logs of the devices of one's own. */
  public DeviceLogs logs() {
    return new DeviceLogs(session, addresses, patience.look());
  }

  /**
   * Looks up what {@link #publish} would send, and changes nothing on the hub.
   *
   * @throws HubException the caller may not be who could post
   */
  public Rehearsal rehearse(Remote remote, State state) throws IOException {
    SequencedMap<ObjectId, String> candidates = new LinkedHashMap<>(state.objectPaths());
    candidates.keySet().removeAll(baseline(remote));
    if (candidates.isEmpty()) {
      return new Rehearsal(remote, candidates, Set.of(), true);
    }
    Optional<Set<ObjectId>> listed = accounts.objects(remote);
    Set<ObjectId> there = new HashSet<>(listed.orElse(Set.of()));
    there.retainAll(candidates.keySet());
    return new Rehearsal(remote, candidates, there, listed.isPresent());
  }

  private PostedStep agreed(PostedStep step) {
    step.signatures()
        .ifPresent(said ->
            settings
                .dialogue()
                .notice("the hub stored the step, but warns of its signatures: " + said));
    switch (step.agreement()) {
      case SAME -> {}
      case ROUNDED_BY_HUB ->
          settings
              .dialogue()
              .notice(
                  "the hub rounded numbers of this state: it keeps %s, not the committed %s"
                      .formatted(step.hubStateSha(), step.stateId()));
      case DIFFERENT ->
          settings
              .dialogue()
              .notice(
                  "the hub stored step %s but says its state is %s, not the committed %s; look at what it keeps: pvr id %s"
                      .formatted(
                          step.revision(), step.hubStateSha(), step.stateId(), step.revision()));
    }
    return step;
  }

  /**
   * Objects that need not be announced. Only saves work, so a state that we would refuse does no
   * harm here.
   */
  private Collection<ObjectId> baseline(Remote remote) throws IOException {
    try {
      return state(remote).objects();
    } catch (HubException unusable) {
      if (unusable.kind() == HubException.Kind.BROKEN_ANSWER) {
        settings
            .dialogue()
            .notice("the step before is not usable as a base: " + unusable.getMessage());
        return List.of();
      }
      throw unusable;
    }
  }

  Uploads uploads(Remote remote, ObjectStore store, boolean force, Progress progress) {
    return new Uploads(
        session,
        transport,
        patience,
        remote.objectsEndpoint(),
        remote.bundles(),
        store,
        force,
        progress);
  }

  private Uploads alone(URI endpoint, ObjectStore store, boolean force, Progress progress) {
    return new Uploads(
        session, transport, patience, endpoint, Optional.empty(), store, force, progress);
  }

  /**
   * Asks for a name and a password, keeps the token, and remembers the hub: from then on
   * USER/DEVICE is resolved against it.
   *
   * @param url a hub's URL, or the full URL that tells who is logged in; empty for the hub of the
   *     settings
   */
  public Account login(Optional<URI> url) throws IOException {
    return accounts.login(url);
  }

  /** Registers an account; the credentials' name becomes its nick. */
  public Registration register(Optional<URI> hub, String email, Credentials credentials)
      throws IOException {
    return accounts.register(hub, email, credentials);
  }

  /** Every login that was kept, each asked at its own hub with its own token. */
  public List<KeptLogin> whoami() throws IOException {
    return accounts.whoami();
  }

  /**
   * Makes a device of one's own with a first step. Where that fails half way, the same call later
   * finishes it.
   *
   * @param nick empty: the hub chooses
   * @param store has every object of the state
   */
  public NewDevice createDevice(
      Optional<String> nick, State state, ObjectStore store, Progress progress) throws IOException {
    // The hub makes a device for nobody, too; so be somebody first.
    Account owner = accounts.status(Session.Access.PERSON);
    settings.dialogue().notice("creating a device of " + owner.nick());
    URI objects = Addresses.under(addresses.hub(), "objects/");
    alone(objects, store, true, progress).run(state.objectPaths());
    return accounts.createDevice(owner, nick, state);
  }

  @Override
  public void close() {
    transport.close();
  }
}
