package dev.firmtrail.cli.frame;

import dev.firmtrail.workspace.Dialect;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the global flags, the environment and the files of settings say, in that order.
 *
 * @param configDirectory absolute
 * @param accessToken a bearer token that replaces every login
 * @param baseUrl the hub's API; empty for the hub of the last login
 * @param repoBaseUrl what {@code USER/DEVICE} resolves against; empty for that of the hub
 * @param httpProxy {@code system}, {@code no}, or a proxy's URL
 * @param debug say each request
 * @param dialect how inline JSON is committed and compared
 * @param json answer in JSON
 * @param verbose show the causes of an error
 * @param colours whether a terminal gets colours
 * @param pager a shell's command line for what shows long texts at a terminal; empty for the usual
 */
public record Settings(
    Path configDirectory,
    Optional<String> accessToken,
    Optional<String> baseUrl,
    Optional<String> repoBaseUrl,
    String httpProxy,
    boolean debug,
    Dialect dialect,
    boolean json,
    boolean verbose,
    boolean colours,
    Optional<String> pager) {

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
        before.text(GlobalFlags.BASE_URL),
        before.text(GlobalFlags.REPO_BASE_URL),
        before.text(GlobalFlags.HTTP_PROXY).orElse("system"),
        before.isOn(GlobalFlags.DEBUG),
        either(GlobalFlags.COMPAT, before, after) ? Dialect.PUBLISHED : Dialect.EXACT,
        either(GlobalFlags.JSON, before, after),
        either(GlobalFlags.VERBOSE, before, after),
        colours(before, session),
        before.variable("PVR_PAGER").or(() -> before.variable("PAGER")));
  }

  private static boolean colours(Arguments before, Session session) throws CommandFailure {
    String when = before.text(GlobalFlags.COLOR).orElse("auto");
    if (!GlobalFlags.COLOR.words().contains(when)) {
      throw new CommandFailure(ExitCode.USAGE, "--color is auto or never, not " + when);
    }
    return when.equals("auto") && session.variable("NO_COLOR").isEmpty();
  }

  /** Where objects go when a workspace says nothing else. */
  public Path sharedObjects() {
    return configDirectory.resolve("objects");
  }

  private static boolean either(Flag flag, Arguments before, Arguments after)
      throws CommandFailure {
    return after.given().containsKey(flag) ? after.isOn(flag) : before.isOn(flag);
  }

  /** Where the settings of a person are. */
  public static Path configDirectory(Arguments before, Session session) {
    String home = session.variable("HOME");
    Path standard =
        (home.isEmpty() ? session.home() : session.directory().resolve(home)).resolve(".pvr");
    return before
        .text(GlobalFlags.CONFIG_DIR)
        .map(session.directory()::resolve)
        .orElse(standard)
        .normalize();
  }
}
