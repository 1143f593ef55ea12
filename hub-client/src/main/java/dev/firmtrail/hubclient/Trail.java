package dev.firmtrail.hubclient;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * The steps of a trail on a hub, read one by one: a list of all of them, each with its state, can
 * be larger than what a hub's answer may be, and hubs do not agree on how to ask for a part of it.
 * Safe for use by many threads.
 */
public final class Trail {
  private static final int AT_A_TIME = 5;
  private static final Pattern STEP = Pattern.compile("(.*/trails/([^/]+)/steps)/(\\d{1,18})/?");
  private static final String TRAILS = "/trails/";

  private final Session session;
  private final URI steps;
  private final String device;
  private final long latest;

  private Trail(Session session, URI steps, String device, long latest) {
    this.session = session;
    this.steps = steps;
    this.device = device;
    this.latest = latest;
  }

  static Trail of(Session session, Remote remote) throws HubException {
    Matcher step = STEP.matcher(remote.stepUrl().toString());
    if (!step.matches()) {
      throw new HubException(
          HubException.Kind.REFUSED,
          Addresses.shown(remote.source())
              + " has no steps; only the trail of a device on a hub has them");
    }
    return new Trail(
        session, URI.create(step.group(1)), step.group(2), Long.parseLong(step.group(3)));
  }

  static Trail of(Session session, HubAddresses addresses, String device, long latest) {
    URI steps = Addresses.under(addresses.hub(), "trails/" + Addresses.escaped(device) + "/steps");
    return new Trail(session, steps, device, latest);
  }

  /** The revision that the repository stands for: the newest, or the one that it names. */
  public long revision() {
    return latest;
  }

  /**
   * One step.
   *
   * @throws HubException there is none, or it cannot be read
   */
  public TrailStep step(long revision) throws IOException {
    String what = what(revision);
    return theOne(
        revision, session.call(Call.get(at(revision)), Session.Access.ANYBODY, what), what);
  }

  /**
   * The step before, if the hub still has it: a published hub may have thrown it away. Where there
   * is none, the first step's before is empty.
   */
  public Optional<TrailStep> before(TrailStep step) throws IOException {
    return step.revision() > 0 ? stepIfThere(step.revision() - 1) : Optional.empty();
  }

  private Optional<TrailStep> stepIfThere(long revision) throws IOException {
    Reply reply = session.asNow(Call.get(at(revision)));
    return reply.status() == Reply.OK
        ? Optional.of(theOne(revision, reply, what(revision)))
        : Optional.empty();
  }

  /** A hub that answers with another step would make one step look like another. */
  private static TrailStep theOne(long revision, Reply reply, String what) throws HubException {
    TrailStep step = TrailStep.of(reply, what);
    if (step.revision() != revision) {
      throw reply.notWhatAHubSends(what, "it is about step " + step.revision());
    }
    return step;
  }

  private static String what(long revision) {
    return "read step " + revision;
  }

  /**
   * The steps from this revision down, newest first. Those that the hub does not have any more are
   * left out.
   *
   * @param most 0 for all
   */
  public List<TrailStep> history(long most) throws IOException {
    TrailStep first = step(latest);
    long last = most == 0 ? 0 : Math.max(0, latest - most + 1);
    Map<Long, TrailStep> found = new ConcurrentSkipListMap<>();
    Workers.run(
        AT_A_TIME,
        LongStream.range(last, latest).iterator(),
        revision -> stepIfThere(revision).ifPresent(step -> found.put(revision, step)));
    List<TrailStep> history = new ArrayList<>(found.values());
    history.add(first);
    return history.reversed();
  }

  /**
   * The sizes of a step's objects in bytes, as far as the hub tells them. Nobody is asked to log in
   * for that.
   */
  public Map<ObjectId, Long> sizes(long revision) throws IOException {
    Reply reply = session.asNow(Call.get(URI.create(at(revision) + "/objects")));
    Map<ObjectId, Long> sizes = new HashMap<>();
    if (reply.status() != Reply.OK) {
      return sizes;
    }
    for (JsonObject object : reply.documents("list the objects of step " + revision)) {
      Optional<ObjectId> id = object.string("sha256sum").flatMap(ObjectId::parse);
      Optional<Long> size =
          object
              .string("size")
              .filter(text -> text.matches("\\d{1,18}"))
              .map(Long::parseLong)
              .or(() -> object.integer("sizeint"));
      if (id.isPresent() && size.isPresent()) {
        sizes.put(id.get(), size.get());
      }
    }
    return sizes;
  }

  /** The nick of the trail's owner, if the hub tells it. Nobody is asked to log in for that. */
  public Optional<String> ownerNick() throws IOException {
    String text = steps.toString();
    String hub = text.substring(0, text.lastIndexOf(TRAILS));
    Reply reply = session.asNow(Call.get(URI.create(hub + "/devices/" + device)));
    return reply.status() == Reply.OK
        ? reply.object("read the device").string("owner-nick").filter(nick -> !nick.isEmpty())
        : Optional.empty();
  }

  private URI at(long revision) {
    return URI.create(steps + "/" + revision);
  }
}
