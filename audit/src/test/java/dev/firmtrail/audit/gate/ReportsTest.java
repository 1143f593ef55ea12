package dev.firmtrail.audit.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.firmtrail.audit.Finding;
import dev.firmtrail.audit.Finding.Kind;
import dev.firmtrail.audit.Verdict;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXException;

/** JUnit XML and SARIF of a gate, as other programs read them. */
class ReportsTest {
  /** Controls, a character that is none, one that turns text, markup, and what URIs reserve. */
  private static final String HOSTILE =
      "app/\u0001\u001b[2J\ufffe\u202e]]><a&\"' %2f#?:ä\ud83d\ude00";

  private static final ObjectId ONE = ObjectId.of(new byte[] {1});
  private static final ObjectId TWO = ObjectId.of(new byte[] {2});

  private static Finding finding(String path, Kind kind) {
    return new Finding(path, kind, Optional.of(ONE), Optional.of(TWO), "the detail " + HOSTILE);
  }

  private static GateReport report(Check... checks) {
    return new GateReport(
        HOSTILE,
        "ada/stage",
        State.EMPTY.id(),
        Set.of(),
        Optional.empty(),
        "firmtrail-pvr 0.1.0",
        Instant.parse("2026-12-01T06:00:00Z"),
        List.of(checks),
        List.of());
  }

  private static final GateReport SAME =
      report(
          new Check(Check.Kind.PART, "bsp", List.of()),
          new Check(Check.Kind.POLICY, "sources", List.of()));
  private static final GateReport DIFFERENT =
      report(
          new Check(Check.Kind.PART, "bsp", List.of()),
          new Check(
              Check.Kind.PART,
              HOSTILE,
              List.of(finding(HOSTILE, Kind.DIFFERENT), finding("app/x", Kind.MISSING))),
          new Check(Check.Kind.PART, "os", List.of(finding("os/y", Kind.UNKNOWN))),
          new Check(Check.Kind.UNMAPPED, "unmapped files", List.of(finding("c:/z", Kind.EXTRA))),
          new Check(Check.Kind.POLICY, "secrets/age-key", List.of(finding("app/x", Kind.EXTRA))));

  @Test
  void mavenReadsTheJUnitXml() throws Exception {
    List<ReportTestCase> cases = read(JUnitReport.of(DIFFERENT));
    assertThat(cases).hasSize(5);
    assertThat(cases).filteredOn(ReportTestCase::hasFailure).hasSize(3);
    assertThat(cases).filteredOn(ReportTestCase::hasError).hasSize(1);
    ReportTestCase hostile = cases.get(1);
    assertThat(hostile.getName())
        .isEqualTo("app/\\u{1}\\u{1b}[2J\\u{fffe}\\u{202e}]]><a&\"' %2f#?:ä\ud83d\ude00");
    assertThat(hostile.getFailureType()).isEqualTo("different");
    assertThat(hostile.getFailureMessage()).contains("(and 1 more finding)");
    assertThat(hostile.getFailureDetail()).contains("expected " + ONE, "found    " + TWO);
    assertThat(read(JUnitReport.of(SAME))).allMatch(ReportTestCase::isSuccessful).hasSize(2);
  }

  private static void validate(String xml) throws Exception {
    Path xsd =
        Path.of(System.getProperty("firmtrail.root", ".."))
            .resolve("vectors/schemas/surefire-test-report.xsd");
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(xsd.toFile())
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
  }

  @Test
  void theJUnitXmlHoldsToTheSchemaOfSurefire() throws Exception {
    validate(text(JUnitReport.of(SAME)));
    validate(text(JUnitReport.of(DIFFERENT)));
    // The schema is no yes-sayer.
    String other = text(JUnitReport.of(DIFFERENT)).replace("tests=", "texts=");
    assertThatThrownBy(() -> validate(other)).isInstanceOf(SAXException.class);
  }

  private static List<ReportTestCase> read(byte[] xml) throws Exception {
    List<ReportTestSuite> suites =
        new TestSuiteXmlParser(new NullConsoleLogger())
            .parse(new InputStreamReader(new ByteArrayInputStream(xml), StandardCharsets.UTF_8));
    List<ReportTestCase> cases =
        suites.stream().flatMap(suite -> suite.getTestCases().stream()).toList();
    // The parser counts by itself; what the document says of itself must be the same.
    assertThat(text(xml))
        .contains(
            "tests=\"%d\" failures=\"%d\" errors=\"%d\""
                .formatted(
                    cases.size(),
                    cases.stream().filter(ReportTestCase::hasFailure).count(),
                    cases.stream().filter(ReportTestCase::hasError).count()));
    return cases;
  }

  private static Schema sarif() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ReportsTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    }
  }

  private static List<String> faults(String document) throws IOException {
    return sarif().validate(document, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  @Test
  void sarifHoldsToTheSchemaOfItsStandard() throws Exception {
    assertThat(faults(text(SarifReport.of(SAME)))).isEmpty();
    assertThat(faults(text(SarifReport.of(DIFFERENT)))).isEmpty();
    // The schema is no yes-sayer.
    assertThat(faults(text(SarifReport.of(SAME)).replace("\"2.1.0\"", "\"2.2\""))).isNotEmpty();
    assertThat(faults(text(SarifReport.of(DIFFERENT)).replace("\"message\"", "\"massage\"")))
        .isNotEmpty();
  }

  private static String text(byte[] document) {
    return new String(document, StandardCharsets.UTF_8);
  }

  private static List<JsonObject> results(GateReport report) throws Exception {
    JsonObject sarif = JsonReader.readObject(SarifReport.of(report));
    JsonObject run = (JsonObject) items(sarif, "runs").getFirst();
    return items(run, "results").stream().map(JsonObject.class::cast).toList();
  }

  private static List<Json> items(JsonObject object, String member) {
    return ((JsonArray) object.get(member).orElseThrow()).items();
  }

  private static String uri(JsonObject result) {
    JsonObject location = (JsonObject) items(result, "locations").getFirst();
    return location
        .object("physicalLocation")
        .flatMap(place -> place.object("artifactLocation"))
        .flatMap(artifact -> artifact.string("uri"))
        .orElseThrow();
  }

  @Test
  void eachFindingIsAResultWhoseUriLeadsBackToItsPath() throws Exception {
    List<JsonObject> results = results(DIFFERENT);
    assertThat(results.stream().map(result -> result.string("ruleId").orElseThrow()))
        .containsExactly("different", "missing", "unknown", "unmapped", "policy/secrets/age-key");
    assertThat(results.stream().map(result -> URI.create(uri(result))))
        .allMatch(uri -> !uri.isAbsolute())
        .extracting(URI::getPath)
        .containsExactly(HOSTILE, "app/x", "os/y", "c:/z", "app/x");
    assertThat(results.stream().map(result -> result.string("level").orElseThrow()))
        .containsExactly("error", "error", "warning", "error", "error");
  }

  @Test
  void fingerprintsStayWhenHashesAndOtherFindingsChange() throws Exception {
    Finding later =
        new Finding("app/x", Kind.MISSING, Optional.of(TWO), Optional.empty(), "other words");
    GateReport next = report(new Check(Check.Kind.PART, "app", List.of(later)));
    assertThat(results(next).getFirst().object("partialFingerprints"))
        .isEqualTo(results(DIFFERENT).get(1).object("partialFingerprints"))
        .isNotEqualTo(results(DIFFERENT).get(4).object("partialFingerprints"));
  }

  @Test
  void aDifferenceStaysOneBesideWhatCannotBeTold() {
    assertThat(DIFFERENT.verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(
            report(new Check(Check.Kind.PART, "os", List.of(finding("y", Kind.UNKNOWN)))).verdict())
        .isEqualTo(Verdict.CANNOT_TELL);
    assertThat(SAME.verdict()).isEqualTo(Verdict.SAME);
  }
}
