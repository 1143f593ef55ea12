package dev.firmtrail.pins.settings;

import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.state.Glob;
import dev.firmtrail.state.InvalidGlobException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Allowances in comments: {@code pins: allow KAS001 until 2027-06-30 because we test what comes
 * next}. One counts for its own line and the next.
 *
 * @param allowances those that say all that they have to
 * @param broken lines with one that does not
 */
record CommentAllowances(List<Allowance> allowances, List<Integer> broken) {
  private static final String MARK = "pins: allow ";
  private static final Pattern WHOLE =
      Pattern.compile(
          "pins: allow ([A-Z]{2,4}[0-9]{3}) until ([0-9]{4}-[0-9]{2}-[0-9]{2}) because (\\S.*+)");

  /** Comments of all the languages that are looked at. */
  private static final List<String> COMMENTS = List.of("#", "//", "/*", "<!--");

  static CommentAllowances of(SourceFile file) {
    List<Allowance> allowances = new ArrayList<>();
    List<Integer> broken = new ArrayList<>();
    if (!file.text().map(text -> text.contains(MARK)).orElse(false)) {
      return new CommentAllowances(allowances, broken);
    }
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int at = line.indexOf(MARK);
      if (at >= 0 && COMMENTS.stream().anyMatch(line.substring(0, at).stripTrailing()::endsWith)) {
        int number = i + 1;
        allowance(file, line.substring(at), number)
            .ifPresentOrElse(allowances::add, () -> broken.add(number));
      }
    }
    return new CommentAllowances(allowances, broken);
  }

  private static Optional<Allowance> allowance(SourceFile file, String comment, int line) {
    Matcher matcher = WHOLE.matcher(comment);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Allowance(
              matcher.group(1),
              Glob.parseSelection(literally(file.path())),
              Optional.empty(),
              LocalDate.parse(matcher.group(2)),
              matcher.group(3).strip(),
              line));
    } catch (DateTimeException | InvalidGlobException broken) {
      return Optional.empty();
    }
  }

  private static String literally(String path) {
    return path.replaceAll("([\\\\*?\\[\\]])", "\\\\$1");
  }
}
