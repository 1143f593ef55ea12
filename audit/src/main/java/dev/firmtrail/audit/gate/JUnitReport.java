package dev.firmtrail.audit.gate;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.audit.Verdict;
import dev.firmtrail.state.Shown;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A report as JUnit XML, of the form that Maven's Surefire writes (its surefire-test-report.xsd)
 * and all CI servers read: a testcase a check. A difference is a failure, what could not be judged
 * is an error. Characters that XML cannot hold, or that people cannot see, are escaped as {@code
 * \}{@code u{1b}}.
 */
public final class JUnitReport {
  /** How long a check took means nothing, but some readers want a time. */
  private static final String NO_TIME = "0";

  private final GateReport report;
  private final XMLStreamWriter xml;

  private JUnitReport(GateReport report, XMLStreamWriter xml) {
    this.report = report;
    this.xml = xml;
  }

  /** The document, in UTF-8. */
  public static byte[] of(GateReport report) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      new JUnitReport(report, xml).write();
      xml.close();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException("an array takes everything", impossible);
    }
    return out.toByteArray();
  }

  private void write() throws XMLStreamException {
    xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", text("gate " + report.build() + " against " + report.against()));
    xml.writeAttribute("tests", Integer.toString(report.checks().size()));
    xml.writeAttribute("failures", count(Verdict.DIFFERENT));
    xml.writeAttribute("errors", count(Verdict.CANNOT_TELL));
    xml.writeAttribute("skipped", "0");
    xml.writeAttribute("time", NO_TIME);
    xml.writeStartElement("properties");
    property("state", report.id().hex());
    property("program", report.program());
    property("time", report.time().toString());
    xml.writeEndElement();
    for (Check check : report.checks()) {
      testcase(check);
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void property(String name, String value) throws XMLStreamException {
    xml.writeEmptyElement("property");
    xml.writeAttribute("name", name);
    xml.writeAttribute("value", text(value));
  }

  private void testcase(Check check) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "gate." + check.kind().word());
    xml.writeAttribute("name", text(check.name()));
    xml.writeAttribute("time", NO_TIME);
    if (check.verdict() != Verdict.SAME) {
      List<Finding> findings = check.findings();
      xml.writeStartElement(check.verdict() == Verdict.DIFFERENT ? "failure" : "error");
      xml.writeAttribute("type", word(findings.getFirst()));
      xml.writeAttribute("message", line(findings.getFirst()) + more(findings.size() - 1));
      xml.writeCharacters(
          findings.stream().map(JUnitReport::lines).collect(Collectors.joining("\n")));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static String more(int findings) {
    return findings == 0 ? "" : " (and " + Shown.count(findings, "more finding") + ")";
  }

  private static String word(Finding finding) {
    return finding.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String line(Finding finding) {
    return word(finding) + " " + text(finding.path()) + ": " + text(finding.detail());
  }

  private static String lines(Finding finding) {
    StringBuilder lines = new StringBuilder(line(finding));
    finding.expected().ifPresent(id -> lines.append("\n  expected ").append(id));
    finding.found().ifPresent(id -> lines.append("\n  found    ").append(id));
    return lines.toString();
  }

  private String count(Verdict verdict) {
    return Long.toString(
        report.checks().stream().filter(check -> check.verdict() == verdict).count());
  }

  /** The last two characters of the first plane are no characters, and XML has none of them. */
  private static String text(String raw) {
    return Shown.whole(raw).replace("\ufffe", "\\u{fffe}").replace("\uffff", "\\u{ffff}");
  }
}
