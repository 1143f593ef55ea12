package dev.firmtrail.cli.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.audit.Verdict;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.OutputFile;
import dev.firmtrail.cli.frame.Program;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * An audit as one page to keep and to print: without scripts, without anything from elsewhere, and
 * every text in it escaped.
 *
 * @param subject what was compared
 * @param with what it was compared with
 * @param facts what else is to be said, a line each
 * @param notJudged what nobody looked at
 */
record HtmlPage(
    String title,
    String subject,
    String with,
    Verdict verdict,
    List<Finding> findings,
    List<String> facts,
    String notJudged) {
  /** Where the page goes. */
  static final Flag HTML =
      Flag.of("FILE", "write the result as a page to keep or print; - is standard output", "html");

  private static final String STYLE =
      """
      body { font: 11pt/1.4 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #111; background: #fff }
      table { border-collapse: collapse; width: 100% }
      th, td { border: 1px solid #999; padding: .3em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere }
      code { font-family: monospace; font-size: 90% }
      .same { color: #060 } .different { color: #900 } .cannot-tell { color: #750 }
      @media print { body { margin: 0; max-width: none } tr { break-inside: avoid } }
      """;

  /**
   * Writes the page where it is wanted.
   *
   * @return whether it went to standard output, so that nothing else may go there
   */
  boolean write(Invocation call) throws CommandFailure, IOException {
    boolean isAnswer = OutputFile.isStandardOutput(call, HTML);
    if (isAnswer && call.console().wantsJson()) {
      throw new CommandFailure(
          ExitCode.CANNOT_TELL, "--json and --html - each want standard output; name a file");
    }
    if (call.text(HTML).isPresent()) {
      OutputFile.write(call, HTML, text(call).getBytes(UTF_8));
    }
    return isAnswer;
  }

  private String text(Invocation call) {
    String verdictWord = Findings.word(verdict);
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
        .append(
            "<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n"
                .formatted(escaped(title), STYLE))
        .append(
            "<h1>%s: <span class=\"%s\">%s</span></h1>\n"
                .formatted(escaped(title), verdictWord.replace(' ', '-'), verdictWord))
        .append("<table>\n");
    row(page, "Compared", subject);
    row(page, "With", with);
    row(page, "When", call.session().clock().instant().truncatedTo(ChronoUnit.SECONDS).toString());
    row(page, "By", "Firmtrail pvr " + Program.version());
    facts.forEach(fact -> row(page, "", fact));
    row(page, "Not judged", notJudged);
    page.append("</table>\n<h2>Findings</h2>\n");
    if (findings.isEmpty()) {
      page.append("<p>None.</p>\n");
    } else {
      page.append(
          "<table>\n<thead><tr><th>What</th><th>Path</th><th>In what way</th></tr></thead>\n<tbody>\n");
      findings.forEach(finding -> finding(page, finding));
      page.append("</tbody>\n</table>\n");
    }
    return page.append("</body>\n</html>\n").toString();
  }

  private static void row(StringBuilder page, String name, String value) {
    page.append("<tr><th>%s</th><td>%s</td></tr>\n".formatted(escaped(name), escaped(value)));
  }

  private static void finding(StringBuilder page, Finding finding) {
    page.append(
        "<tr><td>%s</td><td><code>%s</code></td><td>%s%s%s</td></tr>\n"
            .formatted(
                Findings.word(finding.kind()),
                escaped(finding.path()),
                escaped(finding.detail()),
                hash("expected", finding.expected()),
                hash("found", finding.found())));
  }

  private static String hash(String what, Optional<ObjectId> id) {
    return id.map(hash -> "<br>%s <code>%s</code>".formatted(what, hash)).orElse("");
  }

  /** Also what would turn the direction of the page's text. */
  private static String escaped(String text) {
    return Shown.whole(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
