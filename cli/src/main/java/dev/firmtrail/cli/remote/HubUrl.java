package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.hubclient.HubAddresses;
import dev.firmtrail.hubclient.HubException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The URL of a hub as the one argument of a command. */
final class HubUrl {
  private HubUrl() {}

  static Optional<URI> of(List<String> words) throws CommandFailure {
    if (words.size() > 1) {
      throw new CommandFailure(
          ExitCode.HUB_USAGE, "one URL of a hub is taken, not " + words.size());
    }
    try {
      return words.isEmpty() ? Optional.empty() : Optional.of(HubAddresses.url(words.getFirst()));
    } catch (HubException unusable) {
      throw new CommandFailure(ExitCode.HUB_USAGE, String.valueOf(unusable.getMessage()), unusable);
    }
  }
}
