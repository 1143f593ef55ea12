package dev.firmtrail.hub.program;

import dev.firmtrail.hub.HubConfig;
import dev.firmtrail.hub.usage.Bounds;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that an operator can set, each once: flags, environment variables, keys of the file
 * and {@code docs/hub-settings.md} are made from this table. What is said by a flag wins over the
 * environment, that over the file, that over the default.
 */
public enum HubSetting {
  DATA("DIR", "", "Everything the hub keeps: database, objects, keys. Made where it is missing."),
  LISTEN("HOST:PORT", "", "Where it listens; port 0 takes a free one."),
  PUBLIC_URL(
      "URL",
      "the one it listens on",
      "The address that clients know, when it is not the one it listens on."),
  LARGEST_OBJECT("BYTES", Long.toString(HubConfig.LARGEST_OBJECT), "Larger objects are refused."),
  TLS_CERT(
      "FILE",
      "clear text",
      "Serve TLS: the hub's certificate in PEM, then those that lead to a root. Goes with tls-key."),
  TLS_KEY(
      "FILE",
      "clear text",
      "Its private key, in PEM or PKCS#12, not under a passphrase. Goes with tls-cert."),
  TLS_LEGACY_DEVICES(
      "true|false",
      "false",
      "Also serve devices that know only RSA certificates and AES-CBC without forward secrecy: who ever gets the key reads what was recorded of them."),
  TLS_DEVICE_CA(
      "FILE",
      "no device is asked",
      "Authorities that vouch for devices, in PEM: clients are asked for a certificate, and devices can show with one whose they are. Wants tls-cert and tls-key."),
  METRICS_TOKEN_FILE(
      "FILE", "nobody", "A secret: who sends it as a bearer token may read /metrics."),
  TRUSTED_PROXIES(
      "ADDRESS,NETWORK,…",
      "nobody",
      "IP addresses, and networks such as 10.0.0.0/8: who connects from there is believed what X-Forwarded-For says of where a request came from."),
  ACCOUNT_DEVICES(
      "NUMBER",
      Long.toString(Bounds.STANDARD.accountDevices()),
      "Devices that an account may have, hidden ones too."),
  ACCOUNT_OBJECTS(
      "NUMBER",
      Long.toString(Bounds.STANDARD.accountObjects()),
      "Objects that an account may have, hidden ones and those that were only announced too."),
  ACCOUNT_BYTES(
      "BYTES",
      Long.toString(Bounds.STANDARD.accountBytes()),
      "Bytes of objects that an account may have uploaded."),
  UNCLAIMED_DEVICES(
      "NUMBER",
      Long.toString(Bounds.STANDARD.unclaimedDevices()),
      "Devices that may wait for an owner at a time; more are told to come again.");

  /** Begins each environment variable. */
  static final String VARIABLES = "FIRMTRAIL_HUB_";

  private final String form;
  private final String otherwise;
  private final String sentence;

  HubSetting(String form, String otherwise, String sentence) {
    this.form = form;
    this.otherwise = otherwise;
    this.sentence = sentence;
  }

  /** In the file. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String flag() {
    return "--" + key();
  }

  /** In the environment. */
  public String variable() {
    return VARIABLES + name();
  }

  /** What a value looks like. */
  public String form() {
    return form;
  }

  /** What holds where nobody says anything; empty for a setting that has to be said. */
  public String otherwise() {
    return otherwise;
  }

  public String sentence() {
    return sentence;
  }

  /** Whether its flag alone, without a value, means something. */
  boolean isSwitch() {
    return form.equals("true|false");
  }

  static Optional<HubSetting> ofKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst();
  }
}
