package dev.firmtrail.cli.sig;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.remote.Revisions;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.archive.ArchiveSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A state whose signatures are judged, as text: what a device would get. Not necessarily a valid
 * one.
 */
final class VerifiedState {
  static final String HELP =
      Revisions.HELP
          + " FILE is a file with a state's JSON; it is judged as it stands, also when it breaks the rules of states.";

  private final String label;
  private final byte[] document;
  private final Optional<State> valid;
  private final Optional<String> problem;

  private VerifiedState(
      String label, byte[] document, Optional<State> valid, Optional<String> problem) {
    this.label = label;
    this.document = document;
    this.valid = valid;
    this.problem = problem;
  }

  static VerifiedState of(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    String word = call.positionals().isEmpty() ? "@" : call.positionals().getFirst();
    Path file = call.session().directory().resolve(word);
    if (!word.startsWith("@") && Files.exists(file) && isDocument(file)) {
      return ofFile(word, PlainFile.read(file));
    }
    var side = Revisions.of(call, word);
    return new VerifiedState(
        side.label(), side.state().canonicalBytes(), Optional.of(side.state()), Optional.empty());
  }

  /** Neither a repository nor an archive. */
  private static boolean isDocument(Path file) throws IOException {
    return !Files.isDirectory(file) && !ArchiveSource.looksLikeOne(file);
  }

  private static VerifiedState ofFile(String label, byte[] document) {
    try {
      return new VerifiedState(
          label, document, Optional.of(State.read(document)), Optional.empty());
    } catch (InvalidStateException broken) {
      return new VerifiedState(
          label, document, Optional.empty(), Optional.of(String.valueOf(broken.getMessage())));
    }
  }

  /** What the person called it. */
  String label() {
    return label;
  }

  byte[] document() {
    return document;
  }

  /** Why it is no valid state; empty when it is one. */
  Optional<String> problem() {
    return problem;
  }

  /** Its id, where it has one: of the canonical form, whatever the text. */
  Optional<String> id() {
    return valid.map(state -> state.id().hex());
  }
}
