package dev.firmtrail.hub.trails;

import java.util.List;
import java.util.Map;

/**
 * The rule of {@code docs/formats/hub.md}, Progress, as a table, for comparison: what each kind of
 * event does to each kind of status. Shares no line with the hub's own.
 */
public final class StatusRule {
  private static final Map<String, String> TABLE =
      Map.of(
          //                     NEW active other UPDATED DONE ERROR WONTGO
          "NEW", "              !   !      !     !       !    !     !",
          "active", "           .   !      !     !       !    !     !",
          "other", "            .   !      !     !       !    !     !",
          "UPDATED", "          .   .      .     !       !    !     !",
          "DONE", "             .   .      .     .       !    .     .",
          "ERROR", "            .   .      .     .       .    !     .",
          "WONTGO", "           .   .      .     .       .    .     !",
          "the owner's CANCEL", ".   !      !     !       !    !     !",
          "the owner's WONTGO", ".   .      .     !       !    !     !");

  private static final List<String> COLUMNS =
      List.of("NEW", "active", "other", "UPDATED", "DONE", "ERROR", "WONTGO");

  private StatusRule() {}

  /**
   * An event of a step.
   *
   * @param kind {@code progress}, {@code cancel} or {@code wontgo}
   * @param status that was reported
   */
  public record Told(String kind, String status) {}

  /**
   * What is shown.
   *
   * @param decider which of the events says so; -1: none
   */
  public record Shown(String status, int decider) {}

  /** What is shown after all of these. */
  public static Shown of(String first, List<Told> events) {
    Shown shown = new Shown(first, -1);
    String row = kind(first);
    for (int i = 0; i < events.size(); i++) {
      Told told = events.get(i);
      if (told.kind().equals("cancel")) {
        shown = new Shown("CANCEL", i);
        row = "the owner's CANCEL";
      } else if (told.kind().equals("wontgo")) {
        shown = new Shown("WONTGO", i);
        row = "the owner's WONTGO";
      } else if (counts(row, told.status())) {
        shown = new Shown(told.status(), i);
        row = kind(told.status());
      }
    }
    return shown;
  }

  private static boolean counts(String row, String reported) {
    String cells = String.valueOf(TABLE.get(row)).replace(" ", "");
    return cells.charAt(COLUMNS.indexOf(kind(reported))) == '!';
  }

  private static String kind(String status) {
    return switch (status) {
      case "QUEUED", "DOWNLOADING", "INPROGRESS", "TESTING" -> "active";
      case "NEW", "UPDATED", "DONE", "ERROR", "WONTGO" -> status;
      default -> "other";
    };
  }
}
