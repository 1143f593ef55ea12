package dev.firmtrail.cli.remote;

import dev.firmtrail.hubclient.PostedStep;
import dev.firmtrail.state.json.JsonObject;

/** What is said about a step that a hub has stored. */
final class PostedStepAnswer {
  private PostedStepAnswer() {}

  /** In the words of the published program. */
  static String sentence(PostedStep step) {
    return "Successfully posted Revision %s (%s) to device id %s"
        .formatted(step.revision(), step.stateId().shortHex(), step.trailId());
  }

  /** The members that every such answer begins with. */
  static JsonObject.Builder json(PostedStep step) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("revision", step.revision())
            .put("id", step.stateId().hex())
            .put("idOfHub", step.hubStateSha())
            .put("device", step.trailId());
    step.signatures().ifPresent(said -> json.put("signatureWarning", said));
    return json;
  }
}
