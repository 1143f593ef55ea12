package dev.firmtrail.hubclient;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a client is set up; what the flags and the environment say ({@code
 * docs/formats/user-files.md}).
 *
 * @param configDirectory holds auth.json and its companions
 * @param hub the hub's API, where one was given: {@code -b}, {@code PVR_BASEURL}
 * @param repositories what USER/DEVICE is resolved against, where it was given: {@code -r}, {@code
 *     PVR_REPO_BASEURL}
 * @param accessToken {@code -a}, {@code PVR_ACCESSTOKEN}: sent with every request, and then there
 *     is no dialogue
 */
public record HubSettings(
    Path configDirectory,
    Optional<URI> hub,
    Optional<URI> repositories,
    Optional<String> accessToken,
    ProxySetting proxy,
    Dialogue dialogue) {

  /**
   * The hub that is meant: what was given, else what the last login remembered, else the public
   * one.
   */
  public HubAddresses addresses() throws HubException {
    if (hub.isPresent()) {
      HubAddresses given = HubAddresses.of(hub.get());
      return repositories.map(given::withRepositories).orElse(given);
    }
    HubAddresses known = HubAddresses.remembered(configDirectory).orElse(HubAddresses.PUBLIC);
    return repositories.map(known::withRepositories).orElse(known);
  }
}
