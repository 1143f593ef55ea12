package dev.firmtrail.hubclient;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Nicks that begin with what was typed so far, for a shell that completes a word. Nobody is asked
 * anything, nothing is written or said, and a hub that does not answer at once, or knows no login
 * of ours, has no nicks.
 */
public final class Nicks {
  /** A person waits with a finger on the key. */
  private static final Patience SHORT =
      new Patience(Duration.ofSeconds(1), Duration.ofSeconds(1), List.of(), Duration.ZERO);

  private Nicks() {}

  /** Accounts of the hub of the settings. */
  public static List<String> ofUsers(HubSettings settings, String prefix) {
    return ask(settings, "profiles/?nick=" + begins(prefix));
  }

  /**
   * Devices.
   *
   * @param owner whose, by nick; empty for one's own
   */
  public static List<String> ofDevices(
      HubSettings settings, Optional<String> owner, String prefix) {
    String whose = owner.map(nick -> "&owner-nick=" + Addresses.escaped(nick)).orElse("");
    return ask(settings, "devices/?nick=" + begins(prefix) + whose);
  }

  private static String begins(String prefix) {
    return Addresses.escaped("^" + prefix);
  }

  private static List<String> ask(HubSettings settings, String question) {
    try (Transport transport = new Transport(settings.proxy(), SHORT, line -> {})) {
      HubAddresses addresses = settings.addresses();
      Session session = new Session(transport, settings, addresses);
      URI place = Addresses.under(addresses.hub(), question);
      Optional<String> token = session.keptFor(place);
      if (token.isEmpty()) {
        return List.of();
      }
      Reply reply = session.as(token.get(), Call.get(place));
      return reply.documents("find nicks").stream()
          .flatMap(found -> found.string("nick").stream())
          .filter(Nicks::isHarmless)
          .toList();
    } catch (IOException noneThen) {
      return List.of();
    }
  }

  /** What a shell will paste into a command line must not be more than a name. */
  private static boolean isHarmless(String nick) {
    return nick.matches("[A-Za-z0-9._~@+%-]+");
  }
}
