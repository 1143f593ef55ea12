package dev.firmtrail.audit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Planted secrets are found wherever they lie, what only looks like one is not, none is shown. */
class SecretSearchTest {
  private static final StatePath PATH = new StatePath("app/file");
  private static final Random RANDOM = new Random(42);

  /** One secret a rule. Nothing here was ever of use to anybody. */
  private static final Map<SecretRule, String> SECRETS = new EnumMap<>(SecretRule.class);

  static {
    String key = letters(64) + "\n" + letters(64) + "\n";
    SECRETS.put(
        SecretRule.PRIVATE_KEY,
        "-----BEGIN EC PRIVATE KEY-----\n" + key + "-----END EC PRIVATE KEY-----\n");
    SECRETS.put(SecretRule.AGE_KEY, "AGE-SECRET-KEY-1" + letters(58).toUpperCase(Locale.ROOT));
    SECRETS.put(SecretRule.AWS_ACCESS_KEY, "AKIA" + "ABCDEFGHIJKLMNOP");
    SECRETS.put(SecretRule.AWS_SESSION_KEY, "ASIA" + "ABCDEFGHIJKLMNOP");
    SECRETS.put(SecretRule.GOOGLE_API_KEY, "AIza" + letters(35));
    SECRETS.put(SecretRule.GITHUB_TOKEN, "ghp_" + letters(36));
    SECRETS.put(SecretRule.GITHUB_FINE_TOKEN, "github_pat_" + letters(82));
    SECRETS.put(SecretRule.GITLAB_TOKEN, "glpat-" + letters(20));
    SECRETS.put(SecretRule.SLACK_TOKEN, "xoxb-" + "123456789012-" + letters(24));
    SECRETS.put(
        SecretRule.JSON_WEB_TOKEN, "eyJ" + letters(30) + ".eyJ" + letters(60) + "." + letters(43));
    SECRETS.put(SecretRule.PASSWORD_HASH, ":$6$" + letters(12) + "$" + letters(86) + ":19000:0");
  }

  private static String secret(SecretRule rule) {
    return Objects.requireNonNull(SECRETS.get(rule));
  }

  private static String letters(int count) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      letters.append((char) ('a' + RANDOM.nextInt(26)));
    }
    return letters.toString();
  }

  private static Map<String, Finding> search(byte[] content) throws Exception {
    State state =
        State.of(State.DEFAULT_SPEC, Map.of(PATH, new StateEntry.ObjectRef(ObjectId.of(content))));
    return search(Build.of(state, Optional.of((path, id) -> new ByteArrayInputStream(content))));
  }

  private static Map<String, Finding> search(Build build) throws IOException {
    Map<String, Finding> found = new HashMap<>();
    for (Check check : new SecretSearch(Progress.NONE).checks(build, Set.of())) {
      check.findings().forEach(finding -> found.put(check.name(), finding));
    }
    return found;
  }

  private static String detail(Map<String, Finding> found, SecretRule rule) {
    return Optional.ofNullable(found.get("secrets/" + rule.id()))
        .map(Finding::detail)
        .orElse("nothing");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void eachRuleHasASecretHere() {
    assertThat(SECRETS.keySet()).containsExactly(SecretRule.values());
  }

  @ParameterizedTest
  @EnumSource
  void standsInTheTableOfThePage(SecretRule rule) throws IOException {
    Path root = Path.of(System.getProperty("firmtrail.root", ".."));
    assertThat(root.resolve("docs/formats/gate.md")).content().contains("`" + rule.id() + "`");
  }

  @ParameterizedTest
  @EnumSource
  void isFoundWhereverTheReadingIsCut(SecretRule rule) throws Exception {
    byte[] secret = bytes(secret(rule));
    int buffer = SecretSearch.WINDOW + 2 * SecretRule.LONGEST;
    for (int end :
        List.of(secret.length, SecretSearch.WINDOW, buffer, buffer + SecretSearch.WINDOW)) {
      for (int shift : List.of(-secret.length, -secret.length / 2, -1, 0, 1, SecretRule.LONGEST)) {
        int at = Math.max(0, end + shift);
        byte[] content = new byte[at + secret.length + 3];
        System.arraycopy(secret, 0, content, at, secret.length);
        assertThat(detail(search(content), rule))
            .isEqualTo("what looks like a secret (" + rule.id() + ") at byte " + at);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isFoundInJsonAndNeverShown(SecretRule rule) throws Exception {
    String secret = secret(rule);
    JsonObject json =
        JsonObject.builder()
            .put("a", JsonObject.builder().put("b/c", secret).build())
            .put(secret, JsonObject.builder().put("inner", secret).build())
            .build();
    State state =
        State.of(State.DEFAULT_SPEC, Map.of(new StatePath("a.json"), new StateEntry.Inline(json)));
    List<String> details =
        new SecretSearch(Progress.NONE)
            .checks(Build.of(state, Optional.empty()), Set.of()).stream()
                .flatMap(check -> check.findings().stream())
                .map(Finding::detail)
                .toList();
    assertThat(details)
        .hasSize(3)
        .anyMatch(detail -> detail.endsWith("in the JSON, at /a/b~1c"))
        .noneMatch(detail -> detail.contains(secret.substring(5, 15)));
  }

  @Test
  void severalInOneFileAreCountedOnceEach() throws Exception {
    String key = secret(SecretRule.AWS_ACCESS_KEY);
    String far = "\0".repeat(SecretSearch.WINDOW + SecretRule.LONGEST - key.length() - 2);
    assertThat(detail(search(bytes(" " + key + far + key + " " + key)), SecretRule.AWS_ACCESS_KEY))
        .endsWith("at byte 1, and 2 more in this file");
  }

  @Test
  void whatOnlyBeginsLikeOneIsNone() throws Exception {
    String text =
        """
        -----BEGIN PRIVATE KEY-----\0-----END PRIVATE KEY-----
        -----BEGIN RSA PRIVATE KEY----- is how it begins
        -----BEGIN CERTIFICATE-----
        """
            + letters(64)
            + """

            XAKIAABCDEFGHIJKLMNOP AKIAABCDEFGHIJKLMNOPQ AKIAabcdefghijklmnop ghp_short glpat-x
            root:*:19000:0:99999:7::: daemon:!:: user:$6$:1:
            eyJhbGciOiJub25lIn0 eyJ.eyJ.x AIza xoxb-1-2
            """;
    assertThat(search(bytes(text))).isEmpty();
  }

  @Test
  void anEscapedKeyInAFileOfJsonIsFound() throws Exception {
    String escaped = secret(SecretRule.PRIVATE_KEY).replace("\n", "\\n");
    assertThat(search(bytes("{\"private_key\": \"" + escaped + "\"}"))).hasSize(1);
    String old =
        "-----BEGIN RSA PRIVATE KEY-----\r\nProc-Type: 4,ENCRYPTED\r\nDEK-Info: AES-128-CBC,00\r\n\r\n"
            + letters(64);
    assertThat(search(bytes(old))).hasSize(1);
  }

  /** A Java runtime has words, tables and code about keys of all kinds, and no secret. */
  @Test
  void aJavaRuntimeHoldsNone() throws Exception {
    Path home = Path.of(System.getProperty("java.home"));
    Map<StatePath, StateEntry> entries = new HashMap<>();
    Map<StatePath, Path> files = new HashMap<>();
    try (Stream<Path> all = Files.walk(home.resolve("lib"), 2)) {
      for (Path file :
          all.filter(Files::isRegularFile)
              .filter(f -> !f.toString().endsWith("ct.sym") && !f.endsWith("src.zip"))
              .toList()) {
        StatePath path = new StatePath("jre/" + home.relativize(file));
        if (!path.isJson()) {
          files.put(path, file);
          entries.put(path, new StateEntry.ObjectRef(ObjectId.of(bytes(path.text()))));
        }
      }
    }
    assertThat(files).hasSizeGreaterThan(20);
    State state = State.of(State.DEFAULT_SPEC, entries);
    assertThat(
            search(
                Build.of(state, Optional.of((path, id) -> Files.newInputStream(files.get(path))))))
        .isEmpty();
  }
}
