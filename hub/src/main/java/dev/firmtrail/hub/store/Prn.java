package dev.firmtrail.hub.store;

import java.util.Optional;

/**
 * Who somebody is, as text on the wire and in the database ({@code docs/formats/hub.md}, Names).
 */
public record Prn(String text) {
  private static final String ACCOUNT = "prn:::accounts:/";
  private static final String DEVICE = "prn:::devices:/";
  private static final String JOIN_TOKEN = "prn:::devices-tokens:/";
  private static final String PERSONAL_TOKEN = "prn:::auth-tokens:/";

  /** The caller whom nobody knows. It can read what is public and owns nothing. */
  public static final Prn ANONYMOUS = new Prn("prn:pantahub.com:auth:/anon");

  /** Whoever holds the hub's data; nobody logs in as that. */
  public static final Prn OPERATOR = new Prn("prn:::operator:/");

  public Prn {
    if (!text.startsWith("prn:")) {
      throw new IllegalArgumentException("not a PRN");
    }
  }

  public static Prn ofAccount(HubId id) {
    return new Prn(ACCOUNT + id.hex());
  }

  public static Prn ofDevice(HubId id) {
    return new Prn(DEVICE + id.hex());
  }

  public static Prn ofJoinToken(HubId id) {
    return new Prn(JOIN_TOKEN + id.hex());
  }

  public static Prn ofPersonalToken(HubId id) {
    return new Prn(PERSONAL_TOKEN + id.hex());
  }

  /** The id in an account's PRN; empty for any other text. */
  public static Optional<HubId> accountId(String text) {
    return after(ACCOUNT, text);
  }

  /** The id in a device's PRN; empty for any other text. */
  public static Optional<HubId> deviceId(String text) {
    return after(DEVICE, text);
  }

  private static Optional<HubId> after(String prefix, String text) {
    return text.startsWith(prefix)
        ? HubId.parse(text.substring(prefix.length()))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
