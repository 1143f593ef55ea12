package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Settings;
import dev.firmtrail.hubclient.HubAddresses;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.HubSettings;
import dev.firmtrail.hubclient.ProxySetting;
import dev.firmtrail.workspace.transfer.Sources;
import java.net.URI;
import java.util.Optional;

/** Opens a client with what the flags and the environment of a run say. */
public final class Connection {
  private Connection() {}

  public static HubClient open(Invocation call) throws HubException {
    Settings settings = call.settings();
    return new HubClient(
        new HubSettings(
            settings.configDirectory(),
            url(settings.baseUrl()),
            url(settings.repoBaseUrl()),
            settings.accessToken(),
            ProxySetting.parse(settings.httpProxy(), call.session().environment()),
            new Keyboard(call)),
        call.session().patience());
  }

  /** Where states can come from, for a person who stands where the run began. */
  static Sources sources(Invocation call, HubClient hub) {
    return new Sources(hub, call.session().directory(), call.session().temporaryDirectory());
  }

  static Optional<URI> url(Optional<String> text) throws HubException {
    return text.isEmpty() ? Optional.empty() : Optional.of(HubAddresses.url(text.get()));
  }
}
