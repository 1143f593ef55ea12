package dev.firmtrail.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.published.GoJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;

/** Asks the hub what it has, with no code of our client. */
final class HubView implements AutoCloseable {
  private static final int OK = 200;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI hub;
  private final String token;
  private String id = "";

  HubView(URI hub, String token) {
    this.hub = hub;
    this.token = token;
  }

  /** Step and model must agree. */
  void check(ModelTrail trail, int revision) throws IOException, InterruptedException {
    ModelTrail.Step step = trail.steps().get(revision);
    HttpResponse<byte[]> answer = ask(trail, revision);
    assertThat(answer.statusCode()).as("%s", answer).isEqualTo(OK);
    JsonNode there = GoJson.whole(answer.body());
    assertThat(there.path("rev").asInt()).isEqualTo(revision);
    assertThat(GoJson.canonical(there.path("state"))).isEqualTo(GoJson.canonical(step.state()));
    assertThat(there.path("commit-msg").asString()).isEqualTo(step.message());
  }

  /** The hub has all that the model has, and nothing more. */
  void checkAll(ModelTrail trail) throws IOException, InterruptedException {
    for (int revision = 0; revision < trail.steps().size(); revision++) {
      check(trail, revision);
    }
    assertThat(ask(trail, trail.steps().size()).statusCode()).as("one more step").isNotEqualTo(OK);
  }

  private HttpResponse<byte[]> ask(ModelTrail trail, int revision)
      throws IOException, InterruptedException {
    if (id.isEmpty()) {
      id = GoJson.whole(get("/devices/" + trail.device()).body()).path("id").asString();
    }
    return get("/trails/" + id + "/steps/" + revision);
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(hub.resolve(path))
            .header("Authorization", "Bearer " + token)
            .build(),
        BodyHandlers.ofByteArray());
  }

  @Override
  public void close() {
    http.close();
  }
}
