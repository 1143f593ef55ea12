package dev.firmtrail.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each recorded case has the verdict of a careful verifier, in both measures. */
class RecordedCasesTest {
  @TestFactory
  Stream<DynamicTest> isJudgedAsWanted() throws IOException, JsonException {
    return Cases.all().stream()
        .map(row -> DynamicTest.dynamicTest(row.string("name").orElseThrow(), () -> check(row)));
  }

  private static void check(JsonObject row) {
    StateReport report =
        new Verifier(Cases.trust(row)).verify(Cases.state(row.string("name").orElseThrow()));
    Judgement lenient = report.lenient();
    if (row.string("want").orElseThrow().equals("accept")) {
      assertThat(lenient).isEqualTo(new Judgement.Accepted());
      Class<?> strict =
          row.string("strictwant").orElseThrow().equals("accept")
              ? Judgement.Accepted.class
              : Judgement.NotCovered.class;
      assertThat(report.strict()).isInstanceOf(strict);
    } else {
      assertThat(lenient).isInstanceOf(Judgement.Refused.class);
      assertThat(report.strict()).isEqualTo(lenient);
    }
  }

  @Test
  void thereAreEightyThree() throws IOException, JsonException {
    assertThat(Cases.all()).hasSize(83);
  }

  @Test
  void withoutCertificatesAPinnedKeyIsNeeded()
      throws GeneralSecurityException, Pem.InvalidPemException {
    byte[] state = Cases.state("p09-no-x5c");
    Trust pinned = new Trust.Keys(List.of(Cases.publicKey("ec-leaf.pub.pem")));
    assertThat(new Verifier(pinned).verify(state).lenient()).isEqualTo(new Judgement.Accepted());
    Trust other = new Trust.Keys(List.of(Cases.publicKey("rsa-leaf.pub.pem")));
    assertThat(new Verifier(other).verify(state).lenient()).isInstanceOf(Judgement.Refused.class);
  }
}
