package dev.firmtrail.hubclient;

import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the step that a device ran at a moment, by its hub ({@code docs/formats/hub.md}, What ran
 * when).
 */
final class PastSteps {
  private static final Pattern WITH_REVISION =
      Pattern.compile(".*/steps/\\d+/?|/[^/]+/[^/]+/\\d+/?");

  private final Session session;
  private final Dialogue dialogue;

  PastSteps(Session session, Dialogue dialogue) {
    this.session = session;
    this.dialogue = dialogue;
  }

  /**
   * The step, and says on what that rests.
   *
   * @param remote what the trail says of itself
   * @throws HubException it is not known; then with the claims before and after
   */
  RepositoryReference.Url at(RepositoryReference.Url trail, Remote remote, Instant time)
      throws IOException {
    String what = "say what %s ran at %s".formatted(trail.shown(), time);
    if (WITH_REVISION.matcher(path(trail)).matches()) {
      throw new HubException(
          HubException.Kind.INVALID,
          "cannot %s: it names a step already; leave out the step, or the moment".formatted(what));
    }
    URI events =
        remote
            .events()
            .orElseThrow(() ->
                new HubException(
                    HubException.Kind.REFUSED,
                    "cannot %s: this hub keeps no events and does not tell the past; name a step"
                        .formatted(what)));
    Reply reply =
        session.ofFirmtrail(
            Call.get(URI.create(events + "/running?at=" + time)), what, "events of devices");
    JsonObject document = reply.document(what);
    Optional<JsonObject> running = document.object("running");
    if (running.isEmpty()) {
      throw new HubException(HubException.Kind.REFUSED, gap(trail, what, document));
    }
    long rev =
        running
            .flatMap(claim -> claim.integer("rev"))
            .filter(number -> number >= 0)
            .orElseThrow(() -> reply.notWhatAHubSends(what, "the step is missing"));
    dialogue.notice(
        "%s ran step %d at %s: claimed by the device%s"
            .formatted(
                trail.shown(),
                rev,
                time,
                running.flatMap(c -> c.object("evidence")).map(PastSteps::told).orElse("")));
    return new RepositoryReference.Url(step(trail, rev), trail.fragment());
  }

  private static String gap(RepositoryReference.Url trail, String what, JsonObject document) {
    JsonObject gap = document.object("gap").orElse(JsonObject.EMPTY);
    return "cannot %s: that is not known (%s%s). Before: %s. After: %s. Last seen: %s"
        .formatted(
            what,
            Shown.text(gap.string("why").orElse("no reason is given")),
            gap.object("opened").map(PastSteps::told).orElse(""),
            neighbour(trail, gap.object("before")),
            neighbour(trail, gap.object("after")),
            Shown.text(document.string("seen").orElse("never")));
  }

  private static String neighbour(RepositoryReference.Url trail, Optional<JsonObject> evidence) {
    return evidence
        .map(event ->
            event.integer("rev").map(rev -> Addresses.shown(step(trail, rev))).orElse("no step")
                + told(event))
        .orElse("nothing");
  }

  private static String told(JsonObject event) {
    return " at %s, event %s%s"
        .formatted(
            Shown.text(event.string("created").orElse("?")),
            event.integer("seq").map(String::valueOf).orElse("?"),
            event
                .string("says")
                .filter(says -> !says.equals("runs"))
                .map(says -> " " + Shown.text(says))
                .orElse(""));
  }

  private static URI step(RepositoryReference.Url trail, long rev) {
    // Not resolved: a path that begins with two slashes would be taken for another host.
    return URI.create(
        trail.uri().getScheme()
            + "://"
            + trail.uri().getRawAuthority()
            + path(trail).replaceFirst("/+$", "")
            + "/steps/"
            + rev);
  }

  private static String path(RepositoryReference.Url trail) {
    return Optional.ofNullable(trail.uri().getRawPath()).orElse("");
  }
}
