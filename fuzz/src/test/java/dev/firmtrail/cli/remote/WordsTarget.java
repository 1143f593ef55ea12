package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.hubclient.HubAddresses;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.RepositoryReference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Words of the command line: times of logs, revisions, URLs of hubs, and what is made of a
 * repository's URL: the name of a clone is one name, a revision of a repository is on its host.
 */
public final class WordsTarget implements Target {
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");
  private static final Path HERE = Path.of("/some/where");

  @Override
  public void accept(byte[] input) {
    Input pieces = new Input(input);
    String word = pieces.text();
    try {
      Instant from = LogTimes.from(word, NOW);
      LogTimes.to(pieces.text(), Optional.of(from));
    } catch (CommandFailure refused) {
      Must.beShowable(refused);
    }
    Revisions.revision(word)
        .ifPresent(number -> Must.hold(Long.parseLong(number) >= 0, "a negative revision"));
    try {
      HubUrl.of(List.of(word)).ifPresent(Must::beCallable);
    } catch (CommandFailure refused) {
      Must.beShowable(refused);
    }
    try {
      repository(HubAddresses.url(word));
    } catch (HubException refused) {
      Must.beShowable(refused);
    }
  }

  private static void repository(URI uri) {
    RepositoryReference.Url url = new RepositoryReference.Url(uri, "");
    URI revision = References.revision(url, 3);
    Must.beCallable(revision);
    Must.equal(revision.getRawAuthority(), uri.getRawAuthority(), "the host of a revision");
    Must.hold(revision.getRawPath().endsWith("/steps/3"), "no revision: " + revision);
    try {
      String name = References.lastPiece(url, HERE);
      Must.equal(HERE.resolve(name).normalize().getParent(), HERE, "the directory of a clone");
    } catch (CommandFailure refused) {
      Must.equal(refused.code(), ExitCode.CLONE_USAGE, "how a clone without a name ends");
    }
  }
}
