package dev.firmtrail.pins.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.firmtrail.pins.PinCheck;
import dev.firmtrail.pins.PinFinding;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PinSarifTest {
  private static Schema schema() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            PinSarifTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    }
  }

  private static String log(List<PinFinding> findings) {
    return new String(
        PinSarif.of("1.0", findings, Instant.parse("2027-01-01T00:00:00Z")),
        StandardCharsets.UTF_8);
  }

  private static List<PinFinding> oneOfEach() {
    List<PinFinding> findings = new ArrayList<>();
    for (Rule rule : PinCheck.rules()) {
      findings.add(
          new PinFinding(
              rule,
              rule.level(),
              "a b/ü\"%\n.yml",
              findings.size() % 2 == 0 ? new Place(3, 7) : Place.WHOLE_FILE,
              "entry",
              "a \"message\"\u0007"));
    }
    return findings;
  }

  @Test
  void everyRuleHoldsToTheSchema() throws IOException {
    String log = log(oneOfEach());
    assertThat(schema().validate(log, InputFormat.JSON)).isEmpty();
    assertThat(log)
        .contains("a%20b/%C3%BC%22%25%0A.yml", "\"startColumn\": 7", "KAS001", "\\\\u{7}");
    // The schema is no yes-sayer.
    assertThat(schema().validate(log.replace("\"error\"", "\"fatal\""), InputFormat.JSON))
        .isNotEmpty();
  }

  @Test
  void aResultNamesItsRuleByNumber() {
    List<PinFinding> findings = oneOfEach();
    String log = log(List.of(findings.get(4), findings.get(2), findings.get(4)));
    assertThat(log.split("\"ruleIndex\": 0", -1)).hasSize(3);
    assertThat(log.split("\"ruleIndex\": 1", -1)).hasSize(2);
  }

  @Test
  void noMoreIsWrittenThanScannersTake() {
    PinFinding one = oneOfEach().getFirst();
    List<PinFinding> many = new ArrayList<>();
    for (int i = 0; i < 25_003; i++) {
      many.add(one);
    }
    assertThat(log(many)).contains("\"leftOut\": 3", "\"findings\": 25003");
  }
}
