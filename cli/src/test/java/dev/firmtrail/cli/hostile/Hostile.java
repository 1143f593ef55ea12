package dev.firmtrail.cli.hostile;

import dev.firmtrail.cli.frame.ExitCode;
import java.util.ArrayList;
import java.util.List;

/**
 * One hostile input, and what each command that meets it must answer.
 *
 * @param name of the case; tests and the page go by it
 * @param what is hostile, a sentence for a reader
 * @param stage puts it in place
 * @param meetings who meets it, and how that ends
 * @param forRoot whether only root can put it in place
 */
record Hostile(String name, String what, Stage stage, List<Meeting> meetings, boolean forRoot) {

  /** Puts the hostile thing in place. */
  @FunctionalInterface
  interface Stage {
    void set(Scene scene) throws Exception;
  }

  /**
   * One command that meets it.
   *
   * @param command what is typed, for the page
   * @param code how it must end
   * @param says what the error, or the answer of a command that succeeds, must hold
   */
  record Meeting(Typed command, ExitCode code, String says) {}

  static Hostile of(String name, String what, Stage stage) {
    return new Hostile(name, what, stage, List.of(), false);
  }

  /** Commands that must refuse it, each with the exit code that it has for that. */
  Hostile refusedBy(List<Typed> commands, String says) {
    List<Meeting> more = new ArrayList<>(meetings);
    commands.forEach(command -> more.add(new Meeting(command, command.failure(), says)));
    return new Hostile(name, what, stage, List.copyOf(more), forRoot);
  }

  /** Commands that must end with this code. */
  Hostile ends(ExitCode code, String says, Typed... commands) {
    List<Meeting> more = new ArrayList<>(meetings);
    for (Typed command : commands) {
      more.add(new Meeting(command, code, says));
    }
    return new Hostile(name, what, stage, List.copyOf(more), forRoot);
  }

  /** Commands that can live with it. */
  Hostile harmlessFor(List<Typed> commands, String says) {
    return ends(ExitCode.OK, says, commands.toArray(Typed[]::new));
  }

  /** With a client that soon loses patience. */
  Hostile patiently() {
    return new Hostile(
        name,
        what,
        scene -> {
          scene.shortPatience();
          stage.set(scene);
        },
        meetings,
        forRoot);
  }

  /** Only root can put it in place. */
  Hostile asRoot() {
    return new Hostile(name, what, stage, meetings, true);
  }

  @Override
  public String toString() {
    return name;
  }
}
