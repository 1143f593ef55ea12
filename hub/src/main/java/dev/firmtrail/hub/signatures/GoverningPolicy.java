package dev.firmtrail.hub.signatures;

import dev.firmtrail.state.json.JsonObject;
import java.util.Optional;

/**
 * The policy that holds for a device, and where it is from.
 *
 * @param event which set it; empty where nobody has set any
 * @param version by which one tells whether it still holds
 */
record GoverningPolicy(From from, Optional<PolicyEvent> event, Version version) {
  /** Where a policy is from. */
  enum From {
    DEVICE("device"),
    ACCOUNT("account"),
    DEFAULT("default");

    private final String word;

    From(String word) {
      this.word = word;
    }

    /** The word for it on the wire. */
    String word() {
      return word;
    }
  }

  /** The newest events of a device and of its owner's account; -1 where there is none. */
  record Version(long device, long account) {
    static final long NONE = -1;
  }

  /** What of the newest events of a device and of its owner's account governs. */
  static GoverningPolicy of(Optional<PolicyEvent> device, Optional<PolicyEvent> account) {
    Version version = new Version(seq(device), seq(account));
    Optional<PolicyEvent> own = device.filter(event -> event.policy().mode() != PolicyMode.INHERIT);
    if (own.isPresent()) {
      return new GoverningPolicy(From.DEVICE, own, version);
    }
    return new GoverningPolicy(account.isPresent() ? From.ACCOUNT : From.DEFAULT, account, version);
  }

  private static long seq(Optional<PolicyEvent> event) {
    return event.map(PolicyEvent::seq).orElse(Version.NONE);
  }

  SignaturePolicy policy() {
    return event.map(PolicyEvent::policy).orElse(SignaturePolicy.NONE);
  }

  /** As the wire shows it. */
  JsonObject json() {
    return event
        .map(set -> set.json(Optional.of(from.word())))
        .orElseGet(() ->
            JsonObject.builder()
                .put("mode", SignaturePolicy.NONE.mode().word())
                .put("from", from.word())
                .build());
  }
}
