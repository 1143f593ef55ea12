package dev.firmtrail.hub.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.firmtrail.hub.web.ClientAddress;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Throttle;
import dev.firmtrail.hub.web.Throttle.Rate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Bounds how often anybody can guess at the password of a name, be there somebody of that name or
 * not ({@code docs/formats/hub.md}, Too often).
 *
 * <p>What counts is a name together with the network that it is tried from: many behind one address
 * have names of their own, and whoever tries a name from elsewhere does not shut its owner out. All
 * networks together may try a name more often; those that it has logged in from are exempt from
 * that, so that even many who guess together do not shut the owner out there. Safe for use by many
 * threads.
 */
final class Guesses {
  private static final String REASON =
      "too many wrong passwords for this name; Retry-After says how many seconds to wait";
  private static final int KNOWN = 50_000;

  private final Throttle fromOneNetwork;
  private final Throttle fromAll;
  private final Cache<String, Boolean> known = Caffeine.newBuilder().maximumSize(KNOWN).build();

  Guesses(InstantSource clock) {
    this.fromOneNetwork = new Throttle(new Rate(20, Duration.ofSeconds(30)), clock);
    this.fromAll = new Throttle(new Rate(200, Duration.ofSeconds(5)), clock);
  }

  /**
   * Counts a try, as wrong until it is said to have been right.
   *
   * @throws Refusal 429: there were too many
   */
  Attempt begin(String username, ClientAddress from) {
    // The case of a nick or an address does not matter: spelling it in many ways must not help.
    String name = username.toLowerCase(Locale.ROOT);
    String here = from.network() + " " + name;
    fromOneNetwork.take(here, REASON);
    boolean isKnown = known.getIfPresent(here) != null;
    if (!isKnown) {
      try {
        fromAll.take(name, REASON);
      } catch (Refusal tooMany) {
        fromOneNetwork.giveBack(here);
        throw tooMany;
      }
    }
    return new Attempt(name, here, !isKnown);
  }

  /** A try that was let through. */
  final class Attempt {
    private final String name;
    private final String here;
    private final boolean counted;

    private Attempt(String name, String here, boolean counted) {
      this.name = name;
      this.here = here;
      this.counted = counted;
    }

    /** The secret was right. */
    void succeeded() {
      known.put(here, true);
      fromOneNetwork.forget(here);
      if (counted) {
        fromAll.giveBack(name);
      }
    }
  }
}
