package dev.firmtrail.cli.frame;

import java.util.List;

/** The flags that stand before the command; some are taken after it too. */
public final class GlobalFlags {
  static final Flag ACCESS_TOKEN =
      Flag.of("TOKEN", "bearer token for every request to a hub", "access-token", "a")
          .or("PVR_ACCESSTOKEN");
  static final Flag BASE_URL =
      Flag.of("URL", "the hub's API (default: the hub of the last login)", "baseurl", "b")
          .or("PVR_BASEURL");
  static final Flag REPO_BASE_URL =
      Flag.of("URL", "what USER/DEVICE resolves against (default: that hub)", "repo-baseurl", "r")
          .or("PVR_REPO_BASEURL");
  static final Flag CONFIG_DIR =
      Flag.of(
              "DIR",
              "configuration, tokens and the shared objects (default ~/.pvr)",
              "config-dir",
              "c")
          .or("PVR_CONFIG_DIR");
  static final Flag HTTP_PROXY =
      Flag.of(
              "PROXY",
              "system (HTTP_PROXY and friends), no, or a proxy's URL (default system)",
              "http-proxy")
          .or("PVR_HTTP_PROXY");
  static final Flag DEBUG =
      Flag.on("say each request to a hub on stderr, without secrets", "debug", "d").or("PVR_DEBUG");
  static final Flag DISABLE_SELF_UPGRADE =
      Flag.on("accepted; this program never upgrades itself", "disable-self-upgrade")
          .or("PVR_DISABLE_SELF_UPGRADE");

  /** Accepted, without effect. */
  public static final Flag INSECURE =
      Flag.on("accepted, without effect as ever: certificates are always checked", "insecure", "i")
          .or("PVR_INSECURE");

  static final Flag COMPAT =
      Flag.on(
              "round numbers and drop nulls as the published pvr does, to reproduce its state ids",
              "compat")
          .or("PVR_COMPAT");

  static final Flag COLOR =
      Flag.of("WHEN", "colours at a terminal: auto or never (default auto)", "color")
          .among("auto", "never")
          .or("PVR_COLOR");

  /** Answers in JSON. */
  public static final Flag JSON = Flag.on("answer in JSON", "json");

  static final Flag VERBOSE = Flag.on("with an error, show its causes", "verbose");

  /** Shows help. */
  public static final Flag HELP = Flag.on("show help", "help", "h");

  /** Shows the version. */
  public static final Flag VERSION = Flag.on("print the version", "version", "v");

  /** All that may stand before the command. */
  public static final List<Flag> ALL =
      List.of(
          ACCESS_TOKEN,
          BASE_URL,
          REPO_BASE_URL,
          CONFIG_DIR,
          HTTP_PROXY,
          DEBUG,
          DISABLE_SELF_UPGRADE,
          INSECURE,
          COMPAT,
          COLOR,
          JSON,
          VERBOSE,
          HELP,
          VERSION);

  /** Those that every command takes after its name as well. */
  public static final List<Flag> AFTER_COMMAND = List.of(COMPAT, JSON, VERBOSE, HELP);

  private GlobalFlags() {}
}
