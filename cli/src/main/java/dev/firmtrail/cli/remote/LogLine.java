package dev.firmtrail.cli.remote;

import dev.firmtrail.hubclient.LogEntry;
import dev.firmtrail.state.json.JsonWriter;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a line of a device's log is written. */
sealed interface LogLine {
  /**
   * One line, without its end.
   *
   * @param fit makes a stranger's text fit for where it goes
   */
  String text(LogEntry entry, UnaryOperator<String> fit);

  /** The form that a template asks for; empty when there is none like that. */
  static Optional<LogLine> of(String template) {
    return switch (template) {
      case "", "short" -> Optional.of(new Columns());
      case "json" -> Optional.of(new JsonLine());
      default -> Fields.of(template);
    };
  }

  /** The usual form: device, revision, time, platform, source and text, in columns. */
  record Columns() implements LogLine {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("LLL ppd HH:mm:ss", Locale.ROOT);

    /** What the published program prints for a moment that is not known. */
    private static final OffsetDateTime NEVER =
        OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    @Override
    public String text(LogEntry entry, UnaryOperator<String> fit) {
      return padLeft(cut(device(entry), 10), 10)
          + "("
          + padLeft(fit.apply(entry.text("rev")), 3)
          + ") "
          + TIME.format(entry.time().orElse(NEVER))
          + padLeft(fit.apply(entry.text("plat")), 12)
          + "("
          + padRight(cut(fit.apply(lastPiece(entry.text("src"))), 15), 15)
          + "): "
          + fit.apply(entry.text("msg"));
    }

    private static String device(LogEntry entry) {
      String prn = entry.text("dev");
      int slash = prn.lastIndexOf('/');
      return slash < 0 ? "INVALID_PRN" : prn.substring(slash + 1);
    }

    /** As Go's path.Base does it. */
    private static String lastPiece(String path) {
      String bare = path.replaceFirst("/+$", "");
      return bare.isEmpty()
          ? (path.isEmpty() ? "." : "/")
          : bare.substring(bare.lastIndexOf('/') + 1);
    }

    private static String cut(String text, int most) {
      return length(text) <= most ? text : text.substring(0, text.offsetByCodePoints(0, most));
    }

    private static String padLeft(String text, int width) {
      return " ".repeat(Math.max(0, width - length(text))) + text;
    }

    private static String padRight(String text, int width) {
      return text + " ".repeat(Math.max(0, width - length(text)));
    }

    private static int length(String text) {
      return text.codePointCount(0, text.length());
    }
  }

  /** One JSON object a line. */
  record JsonLine() implements LogLine {
    @Override
    public String text(LogEntry entry, UnaryOperator<String> fit) {
      return fit.apply(JsonWriter.COMPACT.text(entry.known()));
    }
  }

  /** A text with fields in it, such as {@code {{.time-created}} {{.msg}}}. */
  record Fields(String template) implements LogLine {
    private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*\\.([a-z-]+)\\s*}}");
    private static final Set<String> KNOWN = Set.copyOf(LogEntry.MEMBERS);

    private static Optional<LogLine> of(String template) {
      boolean allKnown =
          FIELD.matcher(template).results().allMatch(field -> KNOWN.contains(field.group(1)));
      boolean nothingElse = !FIELD.matcher(template).replaceAll("").contains("{{");
      boolean some = FIELD.matcher(template).find();
      return allKnown && nothingElse && some ? Optional.of(new Fields(template)) : Optional.empty();
    }

    @Override
    public String text(LogEntry entry, UnaryOperator<String> fit) {
      return FIELD
          .matcher(template)
          .replaceAll(field -> Matcher.quoteReplacement(fit.apply(entry.text(field.group(1)))));
    }
  }
}
