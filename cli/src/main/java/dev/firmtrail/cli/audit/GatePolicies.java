package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.gate.GateFile;
import dev.firmtrail.audit.gate.Policy;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.pins.yaml.StrictYamlException;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The gate files of a run.
 *
 * @param map that of the build, if it maps files
 * @param policies that whose policies count
 */
record GatePolicies(Optional<Named> map, Optional<Named> policies) {

  /** A gate file, and where it is. */
  record Named(Path file, GateFile content) {}

  /**
   * Reads them.
   *
   * @throws WorkspaceException one breaks the rules; the message says where
   */
  static GatePolicies of(Invocation call) throws IOException, WorkspaceException {
    Path beside =
        call.session().directory().resolve(call.positionals().getFirst()).resolve(GateFile.NAME);
    Optional<Named> own = named(call, GateCommand.MAP);
    if (own.isEmpty() && Files.exists(beside, LinkOption.NOFOLLOW_LINKS)) {
      own = Optional.of(read(beside));
    }
    Optional<Named> policies = named(call, GateCommand.POLICY);
    return new GatePolicies(
        own.filter(named -> !named.content().files().isEmpty()),
        policies.isPresent() ? policies : own);
  }

  private static Optional<Named> named(Invocation call, Flag flag)
      throws IOException, WorkspaceException {
    Optional<String> word = call.text(flag);
    return word.isEmpty()
        ? Optional.empty()
        : Optional.of(read(call.session().directory().resolve(word.get())));
  }

  private static Named read(Path file) throws IOException, WorkspaceException {
    try {
      return new Named(file, GateFile.read(PlainFile.read(file)));
    } catch (StrictYamlException broken) {
      throw new WorkspaceException(
          Shown.whole(file.toString()) + ": " + broken.getMessage(), broken);
    }
  }

  Policy policy() {
    return policies.map(named -> named.content().policy()).orElse(Policy.NONE);
  }

  /** SHA-256 of the file that says what else must hold; empty where nothing else must. */
  Optional<ObjectId> policyId() {
    return policies
        .filter(named -> !named.content().policy().equals(Policy.NONE))
        .map(named -> named.content().id());
  }

  /** What its files of certificates are relative to. */
  Optional<Path> directory() {
    return policies.flatMap(named -> Optional.ofNullable(named.file().getParent()));
  }
}
