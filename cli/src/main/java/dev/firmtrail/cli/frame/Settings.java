package dev.firmtrail.cli.frame;

import dev.firmtrail.workspace.Dialect;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What the global flags and the environment say, flags first.
 *
 * @param configDirectory absolute
 * @param accessToken a bearer token that replaces every login
 * @param baseUrl the hub's API
 * @param repoBaseUrl what {@code USER/DEVICE} resolves against
 * @param httpProxy {@code system}, {@code no}, or a proxy's URL
 * @param debug say each request
 * @param dialect how inline JSON is committed and compared
 * @param json answer in JSON
 * @param verbose show the causes of an error
 */
public record Settings(
    Path configDirectory,
    Optional<String> accessToken,
    URI baseUrl,
    URI repoBaseUrl,
    String httpProxy,
    boolean debug,
    Dialect dialect,
    boolean json,
    boolean verbose) {

  private static final String DEFAULT_BASE_URL = "https://api.pantahub.com";
  private static final String DEFAULT_REPO_BASE_URL = "https://pvr.pantahub.com";

  /**
   * Reads the settings.
   *
   * @param before what stood before the command
   * @param after what stood after it
   */
  public static Settings of(Arguments before, Arguments after, Session session)
      throws CommandFailure {
    before.requireBoolean(GlobalFlags.DISABLE_SELF_UPGRADE);
    return new Settings(
        configDirectory(before, session),
        before.text(GlobalFlags.ACCESS_TOKEN),
        url(before, GlobalFlags.BASE_URL, DEFAULT_BASE_URL),
        url(before, GlobalFlags.REPO_BASE_URL, DEFAULT_REPO_BASE_URL),
        before.text(GlobalFlags.HTTP_PROXY).orElse("system"),
        before.isOn(GlobalFlags.DEBUG),
        either(GlobalFlags.COMPAT, before, after) ? Dialect.PUBLISHED : Dialect.EXACT,
        either(GlobalFlags.JSON, before, after),
        either(GlobalFlags.VERBOSE, before, after));
  }

  /** Where objects go when a workspace says nothing else. */
  public Path sharedObjects() {
    return configDirectory.resolve("objects");
  }

  private static boolean either(Flag flag, Arguments before, Arguments after)
      throws CommandFailure {
    return after.given().containsKey(flag) ? after.isOn(flag) : before.isOn(flag);
  }

  private static Path configDirectory(Arguments before, Session session) {
    String home = session.variable("HOME");
    Path standard =
        (home.isEmpty() ? session.home() : session.directory().resolve(home)).resolve(".pvr");
    return before
        .text(GlobalFlags.CONFIG_DIR)
        .map(session.directory()::resolve)
        .orElse(standard)
        .normalize();
  }

  private static URI url(Arguments before, Flag flag, String standard) throws CommandFailure {
    String text = before.text(flag).orElse(standard);
    try {
      URI url = new URI(text);
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https")) && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException broken) {
      throw notAUrl(flag, text);
    }
    throw notAUrl(flag, text);
  }

  private static CommandFailure notAUrl(Flag flag, String text) {
    return new CommandFailure(
        ExitCode.USAGE,
        flag.shown() + " (" + flag.variable() + "): not an http or https URL: " + text);
  }
}
