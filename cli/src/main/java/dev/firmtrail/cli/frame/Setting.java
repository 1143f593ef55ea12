package dev.firmtrail.cli.frame;

import dev.firmtrail.hubclient.HubAddresses;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.ProxySetting;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be set for longer than a run: the one table that the program, {@code pvr config} and its
 * pages read. A setting is what its environment variable would say if it were set; see {@code
 * docs/formats/user-files.md}.
 *
 * <p>A workspace may come from a stranger, in an archive or on a stick. So its own settings may
 * neither say where tokens go nor which programs run.
 */
public enum Setting {
  BASE_URL("baseurl", "the hub's API", GlobalFlags.BASE_URL, Scope.PERSON, Kind.URL),
  REPO_BASE_URL(
      "repo-baseurl",
      "what USER/DEVICE resolves against",
      GlobalFlags.REPO_BASE_URL,
      Scope.PERSON,
      Kind.URL),
  HTTP_PROXY(
      "http-proxy",
      "system, no, or a proxy's URL",
      GlobalFlags.HTTP_PROXY,
      Scope.PERSON,
      Kind.PROXY),
  COMPAT(
      "compat",
      "round numbers and drop nulls as the published pvr does",
      GlobalFlags.COMPAT,
      Scope.WORKSPACE,
      Kind.ON_OFF),
  CANONICAL(
      "canonical",
      "write JSON files in canonical form at checkout and clone",
      "--canonical",
      "PVR_CANONICAL_JSON",
      Scope.WORKSPACE,
      Kind.ON_OFF),
  OBJECTS(
      "objects",
      "where new workspaces keep their objects",
      "--objects",
      "PVR_OBJECTS_DIR",
      Scope.PERSON,
      Kind.DIRECTORY),
  COLOR(
      "color",
      "colours at a terminal: auto or never",
      GlobalFlags.COLOR,
      Scope.WORKSPACE,
      Kind.COLOR),
  SIGNATURES(
      "signatures",
      "what commit and post do about a state that is not signed in full: ignore, warn or require",
      "",
      SignatureCare.VARIABLE,
      Scope.WORKSPACE,
      Kind.SIGNATURES),
  PAGER(
      "pager",
      "the program that shows long texts at a terminal; cat for none",
      "",
      "PVR_PAGER",
      Scope.PERSON,
      Kind.PROGRAM);

  /** Ends by itself when all fits, takes colours, leaves the text on the screen. */
  static final String LESS = "less -FRX";

  /** Where a setting may stand. */
  private enum Scope {
    /** In the settings of a person alone. */
    PERSON,
    /** In those of a workspace too. */
    WORKSPACE
  }

  private enum Kind {
    URL,
    PROXY,
    ON_OFF,
    DIRECTORY,
    COLOR,
    SIGNATURES,
    PROGRAM
  }

  private final String key;
  private final String what;
  private final String flag;
  private final String variable;
  private final Scope scope;
  private final Kind kind;

  Setting(String key, String what, Flag flag, Scope scope, Kind kind) {
    this(key, what, flag.shown(), flag.variable(), scope, kind);
  }

  Setting(String key, String what, String flag, String variable, Scope scope, Kind kind) {
    this.key = key;
    this.what = what;
    this.flag = flag;
    this.variable = variable;
    this.scope = scope;
    this.kind = kind;
  }

  /** The names of all, in the order of the table. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Setting::key).toList();
  }

  /** The setting of a name. */
  public static Optional<Setting> named(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  /** Its name, as {@code pvr config} takes it. */
  public String key() {
    return key;
  }

  /** What it says, in a few words. */
  public String what() {
    return what;
  }

  /** The flag that says the same for one run, with its dashes; empty for none. */
  public String flag() {
    return flag;
  }

  /** The environment variable that says the same. */
  public String variable() {
    return variable;
  }

  /** Whether a workspace may set it. */
  public boolean mayStandInWorkspace() {
    return scope == Scope.WORKSPACE;
  }

  /**
   * Which of two values counts, that of the person or that of the workspace. A workspace has the
   * last word, but what a person requires of signatures no stranger's archive takes back.
   */
  String strongest(String ofPerson, String ofWorkspace) {
    return kind == Kind.SIGNATURES && ofPerson.equals(SignatureCare.words().getLast())
        ? ofPerson
        : ofWorkspace;
  }

  /** What holds when nobody says anything; empty where that is not one word. */
  public String standard() {
    return switch (kind) {
      case ON_OFF -> "false";
      case COLOR -> "auto";
      case SIGNATURES -> "warn";
      case PROXY -> "system";
      case PROGRAM -> LESS;
      case URL, DIRECTORY -> "";
    };
  }

  /** Why a value cannot be taken; empty when it can. */
  public Optional<String> refusal(String value) {
    return switch (kind) {
      case ON_OFF ->
          StrictBoolean.parse(value).isPresent()
              ? Optional.empty()
              : Optional.of(key + " is true or false");
      case COLOR ->
          GlobalFlags.COLOR.words().contains(value)
              ? Optional.empty()
              : Optional.of(key + " is auto or never");
      case SIGNATURES ->
          SignatureCare.named(value).isPresent()
              ? Optional.empty()
              : Optional.of(key + " is " + String.join(", ", SignatureCare.words()));
      case DIRECTORY ->
          Path.of(value).isAbsolute()
              ? Optional.empty()
              : Optional.of(key + " is an absolute path, the same from everywhere");
      case URL -> problem(() -> HubAddresses.url(value));
      case PROXY -> problem(() -> ProxySetting.parse(value, Map.of()));
      case PROGRAM -> value.isBlank() ? Optional.of(key + " is a program") : Optional.empty();
    };
  }

  private interface Check {
    Object run() throws HubException;
  }

  private static Optional<String> problem(Check check) {
    try {
      check.run();
      return Optional.empty();
    } catch (HubException refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }
}
