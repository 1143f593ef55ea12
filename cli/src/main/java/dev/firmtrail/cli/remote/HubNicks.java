package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.cli.frame.Settings;
import dev.firmtrail.cli.pages.Candidates;
import dev.firmtrail.hubclient.Dialogue;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.HubSettings;
import dev.firmtrail.hubclient.Nicks;
import dev.firmtrail.hubclient.ProxySetting;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Completes users and devices by asking the hub, as whoever is logged in there. */
public record HubNicks(Settings settings, Session session) implements Candidates.Nicks {

  @Override
  public List<String> repositories(String word) {
    return ask(hub -> inRepository(hub, word)).toList();
  }

  @Override
  public List<String> devices(String word) {
    return word.contains("/")
        ? repositories(word)
        : ask(hub ->
                Stream.concat(
                    Nicks.ofDevices(hub, Optional.empty(), word).stream(), inRepository(hub, word)))
            .toList();
  }

  private static Stream<String> inRepository(HubSettings hub, String word) {
    int slash = word.indexOf('/');
    if (slash < 0) {
      return Nicks.ofUsers(hub, word).stream().map(nick -> nick + "/");
    }
    String owner = word.substring(0, slash);
    return Nicks.ofDevices(hub, Optional.of(owner), word.substring(slash + 1)).stream()
        .map(nick -> owner + "/" + nick);
  }

  private interface Question {
    Stream<String> to(HubSettings hub);
  }

  private Stream<String> ask(Question question) {
    try {
      return question.to(
          new HubSettings(
              settings.configDirectory(),
              Connection.url(settings.baseUrl()),
              Connection.url(settings.repoBaseUrl()),
              settings.accessToken(),
              ProxySetting.parse(settings.httpProxy(), session.environment()),
              Dialogue.NOBODY));
    } catch (HubException unusableSetting) {
      return Stream.empty();
    }
  }
}
