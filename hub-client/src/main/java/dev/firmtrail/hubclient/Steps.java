package dev.firmtrail.hubclient;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Posts steps, and reads what the hub answers. */
final class Steps {
  private static final Pattern HEX_ID = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");

  private static final int LONGEST_NOTICE = 1024;

  /** A refusal names keys and objects, and what to do about them stands at its end. */
  private static final int LONGEST_REASON = 8192;

  private final Session session;

  Steps(Session session) {
    this.session = session;
  }

  /** The outcome of one attempt to post. */
  sealed interface Outcome {
    record Posted(PostedStep step) implements Outcome {}

    /** The hub named objects of the state that it does not have; nothing was stored. */
    record Missing(Map<ObjectId, String> objects, HubException refusal) implements Outcome {}
  }

  Outcome post(Remote remote, State state, PostOptions options) throws IOException {
    byte[] document = options.document(state, remote.stateKey());
    Reply reply;
    try {
      reply = session.call(Call.post(remote.postUrl(), document), Session.Access.PERSON);
    } catch (HubException broken) {
      if (broken.kind() == HubException.Kind.UNREACHABLE && !Failures.neverSent(broken)) {
        throw new HubException(
            broken.kind(),
            broken.getMessage()
                + "; whether the step was stored is not known: look at the hub before posting again",
            broken);
      }
      throw broken;
    }
    if (reply.status() == Reply.OK) {
      return new Outcome.Posted(posted(state, reply));
    }
    Map<ObjectId, String> missing = named(state, reply);
    HubException refusal = refusal(remote, reply);
    if (missing.isEmpty()) {
      throw refusal;
    }
    return new Outcome.Missing(missing, refusal);
  }

  private static HubException refusal(Remote remote, Reply reply) {
    return new HubException(
        HubException.Kind.REFUSED,
        "the step was not stored: %s answers %d%s"
            .formatted(
                Addresses.shown(remote.postUrl()), reply.status(), reply.reason(LONGEST_REASON)));
  }

  /** The state's objects whose ids stand in an answer; how hubs word it is their own. */
  private static Map<ObjectId, String> named(State state, Reply reply) {
    Map<ObjectId, String> ours = state.objectPaths();
    Map<ObjectId, String> named = new LinkedHashMap<>();
    Matcher ids = HEX_ID.matcher(new String(reply.body(), StandardCharsets.UTF_8));
    while (ids.find()) {
      ObjectId id = new ObjectId(ids.group());
      Optional.ofNullable(ours.get(id)).ifPresent(path -> named.put(id, path));
    }
    return named;
  }

  private static PostedStep posted(State state, Reply reply) throws HubException {
    String stored = "read the answer to the step, which the hub has stored";
    JsonObject answer = reply.object(stored);
    Optional<Long> number = answer.integer("rev");
    Optional<String> revision =
        number.filter(n -> n != -1).map(String::valueOf).or(() -> answer.string("revlocal"));
    Optional<String> sha = answer.string("state-sha").filter(Sha256::isHex);
    if (revision.isEmpty() || sha.isEmpty()) {
      throw new HubException(
          HubException.Kind.BROKEN_ANSWER,
          "cannot %s: %s says no revision or no state-sha; look at the hub before posting again"
              .formatted(stored, Addresses.shown(reply.uri())));
    }
    return new PostedStep(
        revision.get(),
        state.id(),
        sha.get(),
        answer.string("trail-id").orElse(""),
        agreement(state, sha.get()),
        reply
            .headers()
            .firstValue("Firmtrail-Signatures")
            .map(said -> Shown.text(said, LONGEST_NOTICE)));
  }

  private static PostedStep.Agreement agreement(State state, String hubSha) {
    if (state.id().hex().equals(hubSha)) {
      return PostedStep.Agreement.SAME;
    }
    try {
      byte[] asHubsRound = JsonWriter.CANONICAL.bytes(rounded(state.json()));
      return StateId.ofCanonical(asHubsRound).hex().equals(hubSha)
          ? PostedStep.Agreement.ROUNDED_BY_HUB
          : PostedStep.Agreement.DIFFERENT;
    } catch (ArithmeticException beyondADouble) {
      return PostedStep.Agreement.DIFFERENT;
    }
  }

  /** A document after its numbers went through doubles, which is all that published hubs change. */
  private static Json rounded(Json value) {
    return switch (value) {
      case JsonNumber number -> number.rounded();
      case JsonArray array -> new JsonArray(array.items().stream().map(Steps::rounded).toList());
      case JsonObject object -> {
        Map<String, Json> members = new TreeMap<>();
        object.members().forEach((name, member) -> members.put(name, rounded(member)));
        yield JsonObject.builder().putAll(members).build();
      }
      default -> value;
    };
  }
}
