package dev.firmtrail.hub.program;

import dev.firmtrail.hub.HubConfig;
import dev.firmtrail.hub.usage.Bounds;
import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.hub.web.TlsFiles;
import dev.firmtrail.hub.web.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What holds of the settings of {@link HubSetting}: by flag, else by environment, else by file,
 * else by default. A variable that is empty counts as not set.
 */
final class HubSettings {
  /** The file can be named here as well as by {@code --config}. */
  static final String FILE_VARIABLE = HubSetting.VARIABLES + "CONFIG";

  private static final int LARGEST_PORT = 65535;

  private final Map<HubSetting, Said> said;

  private HubSettings(Map<HubSetting, Said> said) {
    this.said = said;
  }

  /**
   * Puts together what was said.
   *
   * @param file what {@code --config} names
   * @throws BadSettingException a variable is of no setting, or the file cannot be used
   */
  static HubSettings of(
      Map<HubSetting, String> flags, Map<String, String> environment, Optional<Path> file)
      throws BadSettingException {
    refuseUnknown(environment);
    Map<HubSetting, Said> said = new EnumMap<>(HubSetting.class);
    Optional<Path> read =
        file.or(() ->
            Optional.ofNullable(environment.get(FILE_VARIABLE))
                .filter(name -> !name.isEmpty())
                .map(Path::of));
    if (read.isPresent()) {
      said.putAll(SettingsFile.read(read.get()));
    }
    for (HubSetting setting : HubSetting.values()) {
      Optional.ofNullable(environment.get(setting.variable()))
          .filter(value -> !value.isEmpty())
          .ifPresent(value -> said.put(setting, new Said(value, setting.variable())));
      Optional.ofNullable(flags.get(setting))
          .ifPresent(value -> said.put(setting, new Said(value, setting.flag())));
    }
    return new HubSettings(said);
  }

  /** A misspelt variable would leave a default in force, silently. */
  private static void refuseUnknown(Map<String, String> environment) throws BadSettingException {
    TreeSet<String> unknown = new TreeSet<>(environment.keySet());
    unknown.removeIf(name -> !name.startsWith(HubSetting.VARIABLES) || name.equals(FILE_VARIABLE));
    for (HubSetting setting : HubSetting.values()) {
      unknown.remove(setting.variable());
    }
    if (!unknown.isEmpty()) {
      throw new BadSettingException(
          unknown.first() + " in the environment is no setting; docs/hub-settings.md lists them");
    }
  }

  /** The directory of the hub's data. */
  Path data() throws BadSettingException {
    return needed(HubSetting.DATA, HubSettings::path);
  }

  /** All that a hub needs to serve. */
  HubConfig config() throws BadSettingException {
    return new HubConfig(
        data(),
        needed(HubSetting.LISTEN, HubSettings::address),
        read(HubSetting.PUBLIC_URL, HubSettings::url),
        read(HubSetting.LARGEST_OBJECT, HubSettings::number).orElse(HubConfig.LARGEST_OBJECT),
        tls(),
        read(HubSetting.METRICS_TOKEN_FILE, HubSettings::path),
        read(HubSetting.TRUSTED_PROXIES, TrustedProxies::of).orElse(TrustedProxies.NOBODY),
        bounds());
  }

  private Bounds bounds() throws BadSettingException {
    Bounds usual = Bounds.STANDARD;
    return new Bounds(
        read(HubSetting.ACCOUNT_DEVICES, HubSettings::number).orElse(usual.accountDevices()),
        read(HubSetting.ACCOUNT_OBJECTS, HubSettings::number).orElse(usual.accountObjects()),
        read(HubSetting.ACCOUNT_BYTES, HubSettings::number).orElse(usual.accountBytes()),
        read(HubSetting.UNCLAIMED_DEVICES, HubSettings::number).orElse(usual.unclaimedDevices()));
  }

  private Optional<TlsFiles> tls() throws BadSettingException {
    Optional<Path> certificate = read(HubSetting.TLS_CERT, HubSettings::path);
    Optional<Path> key = read(HubSetting.TLS_KEY, HubSettings::path);
    boolean legacy = read(HubSetting.TLS_LEGACY_DEVICES, HubSettings::yesOrNo).orElse(false);
    Optional<Path> devices = read(HubSetting.TLS_DEVICE_CA, HubSettings::path);
    boolean more = legacy || devices.isPresent();
    if (certificate.isPresent() != key.isPresent() || (more && key.isEmpty())) {
      throw new BadSettingException(
          "%s and %s belong together, and %s and %s want both"
              .formatted(
                  HubSetting.TLS_CERT.flag(),
                  HubSetting.TLS_KEY.flag(),
                  HubSetting.TLS_LEGACY_DEVICES.flag(),
                  HubSetting.TLS_DEVICE_CA.flag()));
    }
    return certificate.map(file -> new TlsFiles(file, key.orElseThrow(), legacy, devices));
  }

  private <T> T needed(HubSetting setting, Function<String, T> form) throws BadSettingException {
    return read(setting, form)
        .orElseThrow(() ->
            new BadSettingException(
                "it must be told %s: by %s, by %s in the environment, or by a line %s = … in the file of --config"
                    .formatted(setting.key(), setting.flag(), setting.variable(), setting.key())));
  }

  private <T> Optional<T> read(HubSetting setting, Function<String, T> form)
      throws BadSettingException {
    Optional<Said> value = Optional.ofNullable(said.get(setting));
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(form.apply(value.get().value()));
    } catch (IllegalArgumentException bad) {
      throw new BadSettingException(value.get().where() + ": " + bad.getMessage());
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException none) {
      throw new IllegalArgumentException("not the name of a file", none);
    }
  }

  /** {@code HOST:PORT}, with an IPv6 address in brackets. */
  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon <= 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > LARGEST_PORT) {
      throw new IllegalArgumentException("'" + text + "' is not HOST:PORT, such as 127.0.0.1:0");
    }
    String host = text.substring(0, colon);
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    try {
      return new InetSocketAddress(InetAddress.getAllByName(bare)[0], Integer.parseInt(port));
    } catch (UnknownHostException nobody) {
      throw new IllegalArgumentException("no such host: '" + bare + "'", nobody);
    }
  }

  /** A URL without the slash that people like to put at its end. */
  private static ApiUrl url(String text) {
    return new ApiUrl(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }

  private static long number(String text) {
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw new IllegalArgumentException("'" + text + "' is no number from 1");
    }
    return Long.parseLong(text);
  }

  private static boolean yesOrNo(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
    };
  }
}
