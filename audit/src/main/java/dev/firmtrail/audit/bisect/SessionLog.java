package dev.firmtrail.audit.bisect;

import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What was asked and answered in the search for a bad revision: all that the search follows from.
 * As text it is a line of JSON for the beginning, and one for each answer ({@code
 * docs/formats/workspace.md}, Bisect). Immutable.
 *
 * @param answers in the order in which they were given
 * @param isTorn whether the text ended in the middle of a line, which is left out
 */
public record SessionLog(Start start, List<Answer> answers, boolean isTorn) {
  private static final Pattern STEP = Pattern.compile("(https?://.*/steps/)(\\d{1,18})");
  private static final Set<String> START =
      Set.of("bad", "good", "flakes", "confidence", "repository");
  private static final Set<String> ANSWER = Set.of("revision", "outcome", "why");

  public SessionLog {
    answers = List.copyOf(answers);
  }

  /**
   * What is searched.
   *
   * @param repository URL of the step {@code bad}
   * @param good the newest revision that is known to be good; less than {@code bad}
   * @param bad a later revision that is known to be bad
   */
  public record Start(String repository, long good, long bad, Certainty certainty) {
    public Start {
      var step = STEP.matcher(repository);
      if (!step.matches() || Long.parseLong(step.group(2)) != bad) {
        throw new IllegalArgumentException("the repository is not the URL of the bad step");
      }
      if (good < 0 || bad <= good) {
        throw new IllegalArgumentException("the good revision is not before the bad one");
      }
      if (bad - good > Search.MAX_CANDIDATES) {
        throw new IllegalArgumentException(
            "more than " + Search.MAX_CANDIDATES + " revisions between the good and the bad one");
      }
    }

    /** URL of a step of the same trail. */
    public String step(long revision) {
      return STEP.matcher(repository).replaceFirst("$1" + revision);
    }
  }

  /**
   * What was said of one revision.
   *
   * @param why for a person, such as an exit code; empty where a person said it
   */
  public record Answer(long revision, Outcome outcome, String why) {}

  SessionLog with(Answer answer) {
    List<Answer> longer = new ArrayList<>(answers);
    longer.add(answer);
    return new SessionLog(start, longer, false);
  }

  /**
   * Reads a log.
   *
   * @throws WorkspaceException it is none; names the line
   */
  public static SessionLog read(byte[] text) throws WorkspaceException {
    Optional<Start> start = Optional.empty();
    List<Answer> answers = new ArrayList<>();
    int line = 0;
    int from = 0;
    for (int to = 0; to < text.length; to++) {
      if (text[to] == '\n') {
        line++;
        try {
          JsonObject document = JsonReader.readObject(Arrays.copyOfRange(text, from, to));
          if (start.isEmpty()) {
            start = Optional.of(start(document));
          } else {
            answers.add(answer(document));
          }
        } catch (JsonException | IllegalArgumentException broken) {
          throw new WorkspaceException(
              "line %d of the bisection's log: %s; mend it, or begin anew after pvr bisect reset"
                  .formatted(line, Shown.text(String.valueOf(broken.getMessage()))),
              broken);
        }
        from = to + 1;
      }
    }
    return new SessionLog(
        start.orElseThrow(() ->
            new WorkspaceException(
                "the bisection's log has no whole first line; begin anew after pvr bisect reset")),
        answers,
        from < text.length);
  }

  private static Start start(JsonObject document) {
    refuseOthers(document, START);
    return new Start(
        text(document, "repository"),
        integer(document, "good"),
        integer(document, "bad"),
        new Certainty(number(document, "flakes"), number(document, "confidence")));
  }

  private static Answer answer(JsonObject document) {
    refuseOthers(document, ANSWER);
    String outcome = text(document, "outcome");
    return new Answer(
        integer(document, "revision"),
        Arrays.stream(Outcome.values())
            .filter(known -> known.word().equals(outcome))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no outcome: " + outcome)),
        text(document, "why"));
  }

  private static void refuseOthers(JsonObject document, Set<String> members) {
    for (String name : document.members().keySet()) {
      if (!members.contains(name)) {
        throw new IllegalArgumentException("an unknown member: " + name);
      }
    }
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("no member " + name + " of the right kind");
  }

  private static String text(JsonObject document, String name) {
    return document.string(name).orElseThrow(() -> missing(name));
  }

  private static long integer(JsonObject document, String name) {
    return document.integer(name).orElseThrow(() -> missing(name));
  }

  private static double number(JsonObject document, String name) {
    if (document.get(name).orElseThrow(() -> missing(name)) instanceof JsonNumber number) {
      return number.toDouble();
    }
    throw missing(name);
  }

  /** The lines, each with its end. */
  public byte[] bytes() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    line(
        text,
        JsonObject.builder()
            .put("bad", start.bad)
            .put("confidence", decimal(start.certainty.confidence()))
            .put("flakes", decimal(start.certainty.flakes()))
            .put("good", start.good)
            .put("repository", start.repository)
            .build());
    for (Answer answer : answers) {
      line(
          text,
          JsonObject.builder()
              .put("outcome", answer.outcome.word())
              .put("revision", answer.revision)
              .put("why", answer.why)
              .build());
    }
    return text.toByteArray();
  }

  private static Json decimal(double value) {
    return JsonNumber.parse(new BigDecimal(Double.toString(value)).toPlainString());
  }

  private static void line(ByteArrayOutputStream text, JsonObject document) {
    text.writeBytes(JsonWriter.AS_BUILT.text(document).getBytes(StandardCharsets.UTF_8));
    text.write('\n');
  }
}
