package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonWriter;

/**
 * What commands that only show say outside a workspace: an empty state, as the published program
 * does.
 */
final class NoWorkspace {
  private NoWorkspace() {}

  /**
   * The text for standard output; standard error gets the reason, so that nobody takes it for a
   * real state.
   */
  static String emptyState(Invocation call) {
    call.console()
        .notice(
            "no workspace in " + call.session().directory() + " or above: this is the empty state");
    return JsonWriter.pretty("\t").text(State.EMPTY.json()) + "\n";
  }
}
