package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Throttle;
import dev.firmtrail.hub.web.Throttle.Rate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Bounds how often an account guesses at challenges, and all accounts at one device's, be there
 * such a device or not ({@code docs/formats/hub.md}, Too often). Safe for use by many threads.
 */
final class ClaimGuesses {
  private static final String REASON =
      "too many wrong challenges; Retry-After says how many seconds to wait";

  private final Throttle ofAccount;
  private final Throttle atDevice;

  ClaimGuesses(InstantSource clock) {
    this.ofAccount = new Throttle(new Rate(100, Duration.ofSeconds(10)), clock);
    this.atDevice = new Throttle(new Rate(1_000, Duration.ofSeconds(1)), clock);
  }

  /**
   * Claims; whatever refuses that counts.
   *
   * @param device as the caller names it
   * @throws Refusal that of the claim; 429: there were too many
   */
  Device guess(Prn account, String device, Supplier<Device> claim) {
    ofAccount.take(account.text(), REASON);
    try {
      atDevice.take(device, REASON);
    } catch (Refusal tooMany) {
      ofAccount.giveBack(account.text());
      throw tooMany;
    }
    Device claimed = claim.get();
    ofAccount.giveBack(account.text());
    atDevice.giveBack(device);
    return claimed;
  }
}
