package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.util.List;

/**
 * Where a client finds a step and posts the next: the document behind {@code .pvrremote} ({@code
 * docs/formats/hub.md}).
 */
final class PvrRemote {
  private PvrRemote() {}

  /** Tells where objects may come and go as bundles; who does not know the header loses nothing. */
  private static final String BUNDLES = "Firmtrail-Bundles";

  /** Tells where to ask what happened to the device, and what it ran when. */
  private static final String EVENTS = "Firmtrail-Events";

  /** The newest step, to go on from. */
  static Answer head(ApiUrl api, Trail trail, Step newest) {
    return json(api, trail, newest.rev(), List.of("commit-msg"), List.of("rev"));
  }

  /** One certain step. */
  static Answer at(ApiUrl api, Trail trail, Step step) {
    return json(api, trail, step.rev(), List.of("msg"), List.of());
  }

  private static Answer json(
      ApiUrl api, Trail trail, long rev, List<String> fields, List<String> optional) {
    String steps = api.of("/trails/" + trail.id() + "/steps");
    String step = steps + "/" + rev;
    JsonObject document =
        JsonObject.builder()
            .put("json-get-url", step + "/state")
            .put("json-key", "state")
            .put("objects-endpoint", step + "/objects")
            .put("post-fields", Json.ofStrings(fields))
            .put("post-fields-opt", Json.ofStrings(optional))
            .put("post-url", steps)
            .put("pvr-spec", "pvr-pantahub-1")
            .put("step-get-url", step)
            .build();
    return Answer.ok(document)
        .with(BUNDLES, api.of(BundleRoutes.of(trail, rev)))
        .with(EVENTS, api.of(RunningRoutes.of(trail.device().id())));
  }
}
