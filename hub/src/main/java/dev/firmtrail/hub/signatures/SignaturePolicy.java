package dev.firmtrail.hub.signatures;

import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What is wanted of the signatures of a device's states, and whose count ({@code
 * docs/formats/hub.md}, Signature policies).
 *
 * @param trust present exactly where the mode judges
 * @param document what was set, with the certificates as they were sent
 */
record SignaturePolicy(PolicyMode mode, Optional<PolicyTrust> trust, JsonObject document) {
  private static final List<String> MEMBERS = List.of("mode", "roots", "oem", "revoked");

  /** Where nobody has set anything. */
  static final SignaturePolicy NONE =
      new SignaturePolicy(
          PolicyMode.ACCEPT,
          Optional.empty(),
          JsonObject.builder().put("mode", PolicyMode.ACCEPT.word()).build());

  /**
   * A policy that somebody wishes for, and that keeps every rule.
   *
   * @throws Refusal which rule it breaks
   */
  static SignaturePolicy wished(JsonObject document) {
    SignaturePolicy policy = read(document);
    if (policy.mode == PolicyMode.STRICT) {
      policy.trust.ifPresent(PolicyTrust::refusePublishedKeys);
    }
    return policy;
  }

  /** A policy that was taken once, perhaps by a program that knew fewer published keys. */
  static SignaturePolicy read(JsonObject document) {
    refuseOthers(document, MEMBERS, "");
    PolicyMode mode =
        document
            .string("mode")
            .flatMap(PolicyMode::of)
            .orElseThrow(
                () -> Refusal.badRequest("mode: one of accept, warn, strict, inherit is expected"));
    if (mode.judges()) {
      return new SignaturePolicy(mode, Optional.of(PolicyTrust.read(document)), document);
    }
    MEMBERS.stream()
        .skip(1)
        .filter(name -> document.get(name).isPresent())
        .findFirst()
        .ifPresent(name -> {
          throw Refusal.badRequest(
              "%s: the mode %s looks at no certificates, so it takes none; leave it out"
                  .formatted(name, mode.word()));
        });
    return new SignaturePolicy(mode, Optional.empty(), document);
  }

  /** Refuses a member that nobody knows: it may be a rule that its author counts on. */
  static void refuseOthers(JsonObject document, List<String> known, String shown) {
    document.members().keySet().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw Refusal.badRequest(
              "%sunknown member %s; known are %s"
                  .formatted(shown, Shown.text(name), String.join(", ", known)));
        });
  }
}
