package dev.firmtrail.cli.remote;

import dev.firmtrail.hubclient.TrailStep;
import dev.firmtrail.state.json.JsonObject;

/** A step for a script. */
public final class StepJson {
  private StepJson() {}

  /**
   * Without the state; texts as the hub sent them.
   *
   * @param author a nick where it is known
   */
  public static JsonObject.Builder of(TrailStep step, String author) {
    return JsonObject.builder()
        .put("revision", step.revision())
        .put("id", step.state().id().hex())
        .put("message", step.message())
        .put("author", author)
        .put("authorPrn", step.author())
        .put("time", step.created())
        .put("status", step.status());
  }
}
