package dev.firmtrail.cli.audit;

import dev.firmtrail.cli.changes.Side;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.remote.RemoteState;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What something is compared with.
 *
 * @param label what the person called it
 * @param revision the number in that, where there is one
 * @param sizes of its objects, as far as a hub tells them
 */
record AgainstState(
    String label, State state, Optional<String> revision, Map<ObjectId, Long> sizes) {
  private static final Pattern NUMBER = Pattern.compile("(?:@|.*/steps/)?(\\d{1,18})/?(?:#.*)?");

  static AgainstState of(Invocation call, String word)
      throws CommandFailure, WorkspaceException, IOException {
    Side side = NamedState.of(call, word);
    if (NamedState.isDocument(call, word)) {
      return new AgainstState(side.label(), side.state(), Optional.empty(), Map.of());
    }
    Matcher number = NUMBER.matcher(word);
    Optional<String> revision = number.matches() ? Optional.of(number.group(1)) : Optional.empty();
    return new AgainstState(side.label(), side.state(), revision, RemoteState.sizes(call, word));
  }
}
