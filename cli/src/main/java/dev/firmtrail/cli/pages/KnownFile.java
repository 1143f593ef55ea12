package dev.firmtrail.cli.pages;

import java.util.Arrays;
import java.util.List;

/**
 * The files that the program makes or reads beside the work tree: the one table that {@code pvr
 * help files}, the manual and a test of a real run read.
 */
public enum KnownFile {
  IGNORE(
      Place.WORK_TREE,
      ".pvrignore",
      "which files add passes over, by the rules of gitignore; ours"),
  STATE(Place.WORKSPACE, "json", "the committed state; its SHA-256 is the state's id"),
  CONFIG(
      Place.WORKSPACE,
      "config",
      "where the objects are, and the repositories that get, put and post use when none is named"),
  NEW(Place.WORKSPACE, "new", "files added since the last commit; absent when there are none"),
  COMMIT_MESSAGE(Place.WORKSPACE, "commitmsg", "the text of the last commit"),
  OBJECTS(Place.WORKSPACE, "objects/", "the objects, where config names no other place"),
  STAT_CACHE(
      Place.WORKSPACE,
      "firmtrail-stat",
      "what is known of files that did not change; ours, safe to delete"),
  LOCK(
      Place.WORKSPACE,
      "firmtrail-lock",
      "which command changes the workspace; empty, or a note of one that died, while none does"),
  BISECT(
      Place.WORKSPACE,
      "bisect/",
      "a search for what broke it, see pvr bisect, until its reset; ours"),
  WORKSPACE_SETTINGS(
      Place.WORKSPACE, "firmtrail.json", "settings of this workspace, see pvr config; ours"),
  TOKENS(Place.PERSON, "auth.json", "the tokens that logins left; for its owner alone (mode 0600)"),
  TOKENS_LOCK(
      Place.PERSON, "auth.json.lock", "held while auth.json is replaced; ours, always empty"),
  GLOBAL_CONFIG(
      Place.PERSON,
      "config.json",
      "settings of the published pvr, see pvr global-config; this program obeys none of them"),
  PERSON_SETTINGS(
      Place.PERSON,
      "firmtrail.json",
      "the hub of the last login, and your settings, see pvr config; ours"),
  SIGNING_KEY(
      Place.PERSON,
      "pvs/key.default.pem",
      "the private key that pvr sig signs with; for its owner alone (mode 0600)"),
  SIGNING_CHAIN(Place.PERSON, "pvs/x5c.default.pem", "its certificate, which signatures carry"),
  TRUSTED(Place.PERSON, "pvs/cacerts.default.pem", "the certificates whose signatures count"),
  AUTHORITY(
      Place.PERSON,
      "pvs/ca.key.pem",
      "the private key of your own authority, see pvr sig keygen; ours (mode 0600)"),
  REVOKED(
      Place.PERSON, "pvs/revoked.pem", "what your authority took back, see pvr sig revoke; ours"),
  SHARED_OBJECTS(
      Place.PERSON,
      "objects/",
      "the objects of all workspaces that keep none of their own: a file each, named by its SHA-256");

  /** A directory that holds such files. */
  public enum Place {
    /** The directory that people edit. */
    WORK_TREE(""),
    /** The workspace's own. */
    WORKSPACE(".pvr/"),
    /** That of a person, unless --config-dir or PVR_CONFIG_DIR names another. */
    PERSON("~/.pvr/");

    private final String shown;

    Place(String shown) {
      this.shown = shown;
    }
  }

  private final Place place;
  private final String name;
  private final String what;

  KnownFile(Place place, String name, String what) {
    this.place = place;
    this.name = name;
    this.what = what;
  }

  /** Those in one place, in the order of the page. */
  public static List<KnownFile> in(Place place) {
    return Arrays.stream(values()).filter(file -> file.place == place).toList();
  }

  /** Below its place; a directory ends with a slash. */
  public String fileName() {
    return name;
  }

  /** As a person types it: {@code ~/.pvr/auth.json}. */
  public String shown() {
    return place.shown + name;
  }

  /** What it holds. */
  public String what() {
    return what;
  }
}
