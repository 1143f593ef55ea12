package dev.firmtrail.audit.gate;

import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.PostOptions;
import dev.firmtrail.hubclient.PostedStep;
import dev.firmtrail.hubclient.Published;
import dev.firmtrail.hubclient.Rehearsal;
import dev.firmtrail.hubclient.Remote;
import dev.firmtrail.hubclient.UploadReport;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.source.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Posts a state that is somewhere already to another trail: exactly that state, with what gates
 * said of it in the step's {@code meta}. See {@code docs/formats/gate.md}, Promotion.
 */
public final class Promotion {
  /** The member of a step's {@code meta} that tells of it. */
  public static final String META = "promotion";

  private final Source source;
  private final String from;
  private final State state;
  private final List<GateResult> results;

  private Promotion(Source source, String from, State state, List<GateResult> results) {
    this.source = source;
    this.from = from;
    this.state = state;
    this.results = results;
  }

  /**
   * A promotion that its gates let pass.
   *
   * @param source where the state and its objects are
   * @param from what the source is called, for the record
   * @param results of gates; none is a promotion that no gate has looked at
   * @throws WorkspaceException a gate judged another state, or no gate looked at some part
   */
  public static Promotion of(Source source, String from, List<GateResult> results)
      throws IOException, WorkspaceException {
    State state = source.state();
    for (GateResult result : results) {
      if (!result.id().equals(state.id().hex())) {
        throw new WorkspaceException(
            "the gate judged another state: its report is about %s, and %s is %s"
                .formatted(result.id(), from, state.id()));
      }
    }
    if (!results.isEmpty() && results.stream().noneMatch(result -> result.parts().isEmpty())) {
      Set<String> open = new TreeSet<>(Part.of(state).keySet());
      results.forEach(result -> open.removeAll(result.parts()));
      if (!open.isEmpty()) {
        throw new WorkspaceException(
            "no gate looked at " + Shown.text(String.join(", ", open)) + " of this state");
      }
    }
    return new Promotion(source, from, state, List.copyOf(results));
  }

  /**
   * Posts it. Where the hub has all objects, none travels; else those that the store lacks are
   * fetched from the source, and what the hub lacks is sent.
   *
   * @throws WorkspaceException the hub stored another state; the message says which step to look at
   */
  public Published run(
      HubClient hub, Remote to, Optional<String> message, ObjectStore store, Progress progress)
      throws IOException, WorkspaceException {
    PostOptions options = new PostOptions(message, -1, envelope());
    Published published = post(hub, to, options, store, progress);
    PostedStep step = published.step();
    if (step.agreement() != PostedStep.Agreement.SAME) {
      throw new WorkspaceException(
          "step %s was stored, but the hub says that it is the state %s, not %s: do not use it"
              .formatted(step.revision(), step.hubStateSha(), state.id()));
    }
    return published;
  }

  private Published post(
      HubClient hub, Remote to, PostOptions options, ObjectStore store, Progress progress)
      throws IOException, WorkspaceException {
    Rehearsal rehearsal = hub.rehearse(to, state);
    if (rehearsal.listed().containsAll(rehearsal.candidates().keySet())) {
      try {
        return new Published(
            hub.postStep(to, state, options), new UploadReport(0, 0, state.objects().size()));
      } catch (HubException refused) {
        // A hub also lists an object whose upload was cut short; then it says so, and stores
        // nothing.
        if (refused.kind() != HubException.Kind.REFUSED) {
          throw refused;
        }
      }
    }
    source.fetch(state.objectPaths(), store, progress);
    return hub.publish(to, state, store, options, false, progress);
  }

  private JsonObject envelope() {
    List<Json> gates = new ArrayList<>();
    results.forEach(result -> gates.add(result.json()));
    JsonObject told =
        JsonObject.builder().put("from", from).put("gates", new JsonArray(gates)).build();
    JsonObject meta = JsonObject.builder().put(META, told).build();
    return JsonObject.builder().put("meta", meta).build();
  }
}
