package dev.firmtrail.audit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.state.State;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that a look at the state decides. */
class PolicyChecksTest {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);

  private static State state(String members) throws Exception {
    return State.read(
        ("{\"#spec\":\"" + State.DEFAULT_SPEC + "\"," + members + "}")
            .getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'docker_name':'x','docker_digest':'x@D'}|",
        "{'docker_digest':'D'}|",
        "{'pvr':'https://hub/ada/app','docker_digest':'D'}|",
        "{'pvr':'https://hub/ada/app/steps/7#app'}|",
        "{'rootfs_url':'https://x/y.tgz','rootfs_digest':'D'}|",
        "{'docker_name':'x','docker_tag':'latest'}|there is no docker_digest",
        "{'docker_digest':'x:latest'}|docker_digest is no digest",
        "{'docker_digest':'DD'}|docker_digest is no digest",
        "{'docker_digest':7}|docker_digest is no digest",
        "{'pvr':'https://hub/ada/app#app'}|pvr names no step",
        "{'pvr':'https://hub/ada/app#/steps/7'}|pvr names no step",
        "{'rootfs_url':'https://x/y.tgz','docker_digest':'D'}|without a rootfs_digest",
        "{'docker_digest':'D','docker_ovl_digest':'x'}|docker_ovl_digest is no digest",
        "{}|there is no docker_digest",
        "[]|no JSON object",
      })
  void aSourceNamesWhatItWasMadeFromByDigest(String source, @Nullable String problem)
      throws Exception {
    String json =
        source.replace('\'', '"').replace("DD\"", DIGEST + "0\"").replace("D\"", DIGEST + "\"");
    List<Finding> findings =
        PolicyChecks.sources(state("\"app/src.json\":" + json), Set.of()).findings();
    if (problem == null) {
      assertThat(findings).isEmpty();
    } else {
      assertThat(findings).hasSize(1);
      assertThat(findings.getFirst().path()).isEqualTo("app/src.json");
      assertThat(findings.getFirst().detail()).contains(problem);
    }
  }

  @Test
  void onlyTheSourcesOfThePartsThatAreAskedForCount() throws Exception {
    State state = state("\"app/src.json\":{},\"bsp/src.json\":{},\"bsp/not-src.json\":{}");
    assertThat(PolicyChecks.sources(state, Set.of("app")).findings()).hasSize(1);
    assertThat(PolicyChecks.sources(state, Set.of()).findings()).hasSize(2);
  }

  @Test
  void eachRequiredPartThatIsNotThereIsNamed() throws Exception {
    State state = state("\"_config/app/x.json\":{},\"bsp/x.json\":{}");
    assertThat(PolicyChecks.requiredParts(state, List.of("bsp", "app", "os", "App")).findings())
        .extracting(Finding::path)
        .containsExactly("os", "App");
  }
}
