package dev.firmtrail.cli.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What must hold of the files that we leave, so that the published program can go on with them.
 * Each check fails with an assertion that names the file.
 */
public final class ReadingRules {
  /** After init, before the first commit; the one text that is not canonical. */
  private static final String FRESH = "{ \"#spec\": \"pantavisor-service-system@1\" }";

  /** In {@code .pvr}: a name beside these could be a temporary file or a pool of the other's. */
  private static final Set<String> NAMES =
      Set.of("json", "config", "new", "commitmsg", "objects", "firmtrail-stat", "firmtrail-lock");

  private static final Set<String> CONFIGURATION_NAMES =
      Set.of(
          "auth.json",
          "auth.json.lock",
          "config.json",
          "firmtrail.json",
          "objects",
          "cache",
          "pvs",
          "last_checked",
          "installed_version");

  private ReadingRules() {}

  /** Holds a workspace to the rules, its pool included. */
  public static void checkWorkspace(Path root) throws IOException {
    Path pvr = root.resolve(".pvr");
    assertThat(names(pvr)).as("%s", pvr).isSubsetOf(NAMES);
    JsonNode config = checkConfig(pvr.resolve("config"));
    checkState(document(pvr.resolve("json")), Path.of(config.path("ObjectsDir").asString()));
    if (Files.exists(pvr.resolve("new"))) {
      checkAdded(pvr.resolve("new"));
    }
    if (Files.exists(pvr.resolve("commitmsg"))) {
      assertThat(pvr.resolve("commitmsg")).isRegularFile();
    }
  }

  /** Holds the configuration directory to the rules. */
  public static void checkConfiguration(Path directory) throws IOException {
    assertThat(names(directory)).as("%s", directory).isSubsetOf(CONFIGURATION_NAMES);
    Path settings = directory.resolve("config.json");
    JsonNode config = GoJson.first(document(settings));
    only(config.path("Spec"), JsonNode::isString, settings);
    only(config.path("AutoUpgrade"), JsonNode::isBoolean, settings);
    only(config.path("DistributionTag"), JsonNode::isString, settings);
    Path auth = directory.resolve("auth.json");
    if (Files.exists(auth)) {
      assertThat(Files.getPosixFilePermissions(auth))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      JsonNode tokens = GoJson.first(document(auth));
      only(tokens.path("spec"), JsonNode::isString, auth);
      tokens
          .path("tokens")
          .forEach(token -> {
            for (String member : List.of("Name", "access-token", "refresh-token")) {
              only(token.path(member), JsonNode::isString, auth);
            }
          });
    }
  }

  private static JsonNode checkConfig(Path file) throws IOException {
    JsonNode config = GoJson.whole(document(file));
    assertThat(config.isObject()).as("%s is an object", file).isTrue();
    for (String name : List.of("DefaultGetUrl", "DefaultPutUrl", "DefaultPostUrl", "ObjectsDir")) {
      only(config.path(name), JsonNode::isString, file);
    }
    for (String name : List.of("AccessTokens", "RefreshTokens")) {
      only(config.path(name), JsonNode::isObject, file);
      config.path(name).forEach(token -> only(token, JsonNode::isString, file));
    }
    // Names are matched in any case there, the last one wins.
    assertThat(config.propertyNames().stream().map(name -> name.toLowerCase(Locale.ROOT)))
        .as("%s", file)
        .doesNotHaveDuplicates();
    assertThat(Path.of(config.path("ObjectsDir").asString())).as("%s", file).isAbsolute();
    return config;
  }

  /**
   * A missing member is as good as an empty one.
   *
   * @param right what a decoder that knows the type accepts
   */
  private static void only(JsonNode member, Predicate<JsonNode> right, Path file) {
    assertThat(member.isMissingNode() || right.test(member))
        .as("%s has a member of another type: %s", file, member)
        .isTrue();
  }

  private static void checkAdded(Path file) throws IOException {
    byte[] document = document(file);
    JsonNode added = GoJson.whole(document);
    assertThat(text(document)).as("%s", file).isEqualTo(GoJson.canonical(added));
    added.forEachEntry((key, entry) -> {
      checkKey(key);
      assertThat(entry.propertyNames()).as("%s %s", file, key).containsOnly("ForceObject", "Sha");
      only(entry.path("ForceObject"), JsonNode::isBoolean, file);
      assertThat(entry.path("Sha").asString()).as("%s %s", file, key).matches("[0-9a-f]{64}");
    });
  }

  /**
   * Holds a state to the rules.
   *
   * @param pool where its objects must be
   */
  public static void checkState(byte[] document, Path pool) throws IOException {
    JsonNode state = GoJson.whole(document);
    String text = text(document);
    if (!text.equals(FRESH)) {
      assertThat(text).as("canonical").isEqualTo(GoJson.canonical(state));
    }
    assertThat(state.path("#spec").isString()).as("#spec is text").isTrue();
    for (var entry : state.properties()) {
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      if (!key.equals("#spec")) {
        checkKey(key);
        if (!key.endsWith(".json") || GoJson.looksLikeAnId(value)) {
          assertThat(value.isString()).as(key).isTrue();
          checkObject(key, value.asString(), pool);
        }
      }
    }
  }

  /** A path that stays inside. */
  private static void checkKey(String key) {
    assertThat(key).doesNotStartWith("/").doesNotStartWith(".pvr/");
    assertThat(key.split("/", -1)).as(key).doesNotContain("", ".", "..");
  }

  private static void checkObject(String key, String id, Path pool) throws IOException {
    assertThat(id).as("value of %s", key).matches("[0-9a-f]{64}");
    Path object = pool.resolve(id);
    assertThat(Files.isRegularFile(object, LinkOption.NOFOLLOW_LINKS))
        .as("object of %s: %s", key, object)
        .isTrue();
    assertThat(Files.getPosixFilePermissions(object))
        .as("%s", object)
        .contains(PosixFilePermission.OWNER_READ);
    assertThat(OldWorkspace.sha(object)).as("content of %s", object).isEqualTo(id);
  }

  private static byte[] document(Path file) throws IOException {
    assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).as("%s", file).isTrue();
    byte[] document = Files.readAllBytes(file);
    try {
      GoJson.first(document);
    } catch (JacksonException broken) {
      throw new AssertionError(file + " is no JSON", broken);
    }
    return document;
  }

  private static String text(byte[] document) {
    return new String(document, StandardCharsets.UTF_8);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(path -> path.getFileName().toString()).toList();
    }
  }
}
