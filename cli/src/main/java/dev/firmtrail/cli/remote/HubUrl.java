package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** The URL of a hub as the one argument of a command. */
final class HubUrl {
  private HubUrl() {}

  static Optional<URI> of(List<String> words) throws CommandFailure {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    if (words.size() == 1) {
      try {
        URI url = new URI(words.getFirst());
        if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
          return Optional.of(url);
        }
      } catch (URISyntaxException broken) {
        throw refused(words);
      }
    }
    throw refused(words);
  }

  private static CommandFailure refused(List<String> words) {
    return new CommandFailure(
        ExitCode.HUB_USAGE, "not one http or https URL of a hub: " + String.join(" ", words));
  }
}
