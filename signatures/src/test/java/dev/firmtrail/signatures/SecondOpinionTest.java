package dev.firmtrail.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.testkit.gen.Property;
import dev.firmtrail.testkit.programs.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenSSL takes the signatures that are made here, over payloads and headers that another program
 * in another language builds, and takes them no longer where something was changed.
 */
class SecondOpinionTest {
  private static final int STATES = 210;
  private static final List<Algorithm> MADE =
      List.of(Algorithm.RS256, Algorithm.ES256, Algorithm.ES384);

  @TempDir Path directory;

  private Path pem(String name, byte[] publicKey) throws IOException {
    return Files.write(directory.resolve(name + ".pem"), PemTest.block("PUBLIC KEY", publicKey));
  }

  private static Json row(String state, Path pem) {
    return JsonObject.builder()
        .put("state", state)
        .put("key", "_sigs/app.json")
        .put("pem", pem.toString())
        .build();
  }

  /** With keys that sort in one way as text of the JDK and in another by code points. */
  private static JsonObject signed(JsonObject drawn, Algorithm algorithm)
      throws InvalidGlobException, SigningException {
    JsonObject state =
        JsonObject.builder()
            .putAll(drawn.members())
            .put("app/\uD83D\uDE00.json", JsonObject.builder().put("\uFFFF", 1).build())
            .put("app/\uFFFF.json", JsonObject.EMPTY)
            .build();
    KeyPair keys = Keys.of(algorithm);
    Draft.Authority leaf = Draft.of("x").keys(keys).sign();
    List<X509Certificate> chain =
        drawn.members().size() % 2 == 0 ? List.of() : List.of(leaf.certificate());
    SigningKey key = new SigningKey(keys.getPrivate(), keys.getPublic(), chain);
    Selection selection =
        drawn.members().size() % 3 == 0
            ? new Selection(List.of("app/**", "*"), List.of("app/run.json", "device.json"))
            : SigningPlan.part("app", true);
    return JsonObject.builder()
        .putAll(state.members())
        .put("_sigs/app.json", Signing.sign(state, selection, key, false))
        .build();
  }

  @Test
  void opensslAndPythonTakeWhatIsSignedHere() throws Exception {
    List<Json> rows = new ArrayList<>();
    List<Path> keys = new ArrayList<>();
    for (Algorithm algorithm : MADE) {
      keys.add(pem(algorithm.name(), Keys.of(algorithm).getPublic().getEncoded()));
    }
    Property.forAll(
        States.states(),
        STATES,
        drawn -> {
          int way = rows.size() % MADE.size();
          JsonObject state = signed(drawn, MADE.get(way));
          // As it was drawn, so that the other program has numbers and texts to bring into their
          // form.
          rows.add(row(JsonWriter.COMPACT.text(state), keys.get(way)));
        });
    assertThat(opinions(rows)).hasSize(rows.size()).allMatch("ok"::equals);
  }

  @Test
  void theyDoNotTakeAnythingElse() throws Exception {
    JsonObject state = signed(JsonObject.EMPTY, Algorithm.ES256);
    JsonObject changed =
        JsonObject.builder().putAll(state.members()).put("app/\uFFFF.json", "x").build();
    Path key = pem("key", Keys.P256.getPublic().getEncoded());
    Path other = pem("other", Keys.OTHER_P256.getPublic().getEncoded());
    List<String> opinions =
        opinions(
            List.of(
                row(JsonWriter.COMPACT.text(state), key),
                row(JsonWriter.COMPACT.text(changed), key),
                row(JsonWriter.COMPACT.text(state), other)));
    assertThat(opinions).hasSize(3);
    assertThat(opinions.get(0)).isEqualTo("ok");
    assertThat(opinions.get(1)).contains("erification failure");
    assertThat(opinions.get(2)).contains("the header is");
  }

  /** One that no published program makes, so that the recorded one is all there is. */
  @Test
  void theyTakeTheRecordedEs512() throws Exception {
    byte[] state = Cases.state("p11-es512");
    X509Certificate leaf = Pem.certificates(Cases.bytes("keys/ec521-leaf.crt.pem")).getFirst();
    Path key = pem("p521", leaf.getPublicKey().getEncoded());
    JsonObject row =
        JsonObject.builder()
            .put("state", new String(state, java.nio.charset.StandardCharsets.UTF_8))
            .put("key", "_sigs/app-a.json")
            .put("pem", key.toString())
            .build();
    assertThat(opinions(List.of(row))).containsExactly("ok");
  }

  private List<String> opinions(List<Json> rows) throws IOException, InterruptedException {
    return Python.answers(
        directory,
        SecondOpinionTest.class,
        "second_opinion.py",
        rows.stream().map(JsonWriter.COMPACT::text).toList(),
        Cases.DIRECTORY
            .resolve("../../state/src/test/resources/dev/firmtrail/state/json")
            .toString(),
        directory.toString());
  }
}
