package dev.firmtrail.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;

/**
 * One case of a table: a signature over {@link Forge#STATE}, and what is to be said of it.
 *
 * @param wanted why it is refused; empty where it holds
 */
record Row(String name, Trust trust, JsonObject document, Optional<Reason> wanted) {
  static Row holds(String name, Trust trust, JsonObject document) {
    return new Row(name, trust, document, Optional.empty());
  }

  static Row fails(Reason reason, String name, Trust trust, JsonObject document) {
    return new Row(name, trust, document, Optional.of(reason));
  }

  DynamicTest test() {
    return DynamicTest.dynamicTest(
        name + ": " + wanted.map(Reason::word).orElse("holds"),
        () -> {
          SignatureVerdict verdict = Forge.verdict(trust, document);
          Optional<Reason> got =
              verdict instanceof SignatureVerdict.Fails(Reason reason, String _)
                  ? Optional.of(reason)
                  : Optional.empty();
          assertThat(got).as(verdict.toString()).isEqualTo(wanted);
        });
  }
}
