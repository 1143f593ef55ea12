package dev.firmtrail.hub.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void matchesTheSecretAndNoOther() {
    try (Secrets secrets = new Secrets(new SecureRandom())) {
      String made = secrets.generate();
      for (String stored : new String[] {secrets.hash(made), secrets.hashGenerated(made)}) {
        assertThat(stored).doesNotContain(made);
        assertThat(secrets.matches(made, stored)).isTrue();
        assertThat(secrets.matches(made + "x", stored)).isFalse();
        assertThat(secrets.matches("", stored)).isFalse();
      }
      assertThat(secrets.hashGenerated(made)).isNotEqualTo(secrets.hashGenerated(made));
    }
  }

  /** However many people log in: their hashing does not run any more here, and nobody misses it. */
  @Test
  void checksADevicesOwnSecretWithoutWaitingForThoseOfPeople() {
    Secrets secrets = new Secrets(new SecureRandom());
    String made = secrets.generate();
    String stored = secrets.hashGenerated(made);
    String chosen = secrets.hash("chosen by a person");
    secrets.close();
    assertThat(secrets.matches(made, stored)).isTrue();
    assertThat(secrets.matches(made, secrets.ofNobody(true))).isFalse();
    assertThatThrownBy(() -> secrets.matches("chosen by a person", chosen))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
