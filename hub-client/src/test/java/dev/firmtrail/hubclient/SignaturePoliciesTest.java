package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked about signature policies, and what strange answers become. */
final class SignaturePoliciesTest {
  @TempDir Path config;

  private TestHub hub(Function<WireRequest, Answer> answer) throws IOException {
    TestHub hub = new TestHub(config, (request, server) -> answer.apply(request));
    new AuthFile(config).put(hub.key(), "tok-user");
    return hub;
  }

  @Test
  void readsEveryPageOfAHistory() throws IOException {
    try (TestHub hub =
        hub(request ->
            Answer.json(
                200,
                request.path().endsWith("from=0")
                    ? "[{\"mode\":\"warn\",\"seq\":0},{\"mode\":\"strict\",\"seq\":1,\"who\":\"p\"}]"
                    : request.path().endsWith("from=2")
                        ? "[{\"mode\":\"accept\",\"seq\":2}]"
                        : "[]"))) {
      var history = hub.client().signaturePolicies().history(Optional.of("my box"));
      assertThat(history)
          .extracting(SignaturePolicy::mode)
          .containsExactly("warn", "strict", "accept");
      assertThat(history.get(1).who()).isEqualTo("p");
      assertThat(hub.server.lines())
          .containsExactly(
              "GET /firmtrail/v1/devices/my%20box/signature-policy/history?from=0",
              "GET /firmtrail/v1/devices/my%20box/signature-policy/history?from=2",
              "GET /firmtrail/v1/devices/my%20box/signature-policy/history?from=3");
    }
  }

  @Test
  void takesNoHistoryWithAGap() throws IOException {
    try (TestHub hub = hub(request -> Answer.json(200, "[{\"mode\":\"warn\",\"seq\":1}]"))) {
      SignaturePolicies policies = hub.client().signaturePolicies();
      assertThat(assertThrows(HubException.class, () -> policies.history(Optional.empty())))
          .hasMessageContaining("event 0 is missing");
      assertThat(hub.server.lines())
          .containsExactly("GET /firmtrail/v1/account/signature-policy/history?from=0");
    }
  }

  @Test
  void aHubWithoutPoliciesIsNamed() throws IOException {
    try (TestHub hub = hub(request -> Answer.json(404, "{\"Error\":\"Resource not found\"}"))) {
      SignaturePolicies policies = hub.client().signaturePolicies();
      assertThat(
              assertThrows(
                  HubException.class,
                  () ->
                      policies.set(
                          Optional.of("x"), JsonObject.builder().put("mode", "warn").build())))
          .hasMessageContaining(
              "answers 404 (Resource not found); only a Firmtrail hub has signature policies");
    }
  }

  @Test
  void anAnswerWithoutAModeIsNone() throws IOException {
    try (TestHub hub = hub(request -> Answer.json(200, "{}"))) {
      SignaturePolicies policies = hub.client().signaturePolicies();
      assertThat(assertThrows(HubException.class, () -> policies.get(Optional.empty())).kind())
          .isEqualTo(HubException.Kind.BROKEN_ANSWER);
    }
  }
}
