package dev.firmtrail.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is signed has the very form of the published program. */
class SigningTest {
  private static final SigningKey KEY =
      new SigningKey(Keys.P256.getPrivate(), Keys.P256.getPublic(), List.of());

  private static PrivateKey privateKey(String name)
      throws GeneralSecurityException, Pem.InvalidPemException {
    byte[] der = Pem.read(Cases.bytes("keys/" + name + ".key.pem")).getFirst().der();
    String algorithm = name.startsWith("rsa") ? "RSA" : "EC";
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  /** Its header and its key signed again are the same text; an RSA signature is, too. */
  @ParameterizedTest
  @CsvSource({
    "p01-es256-part, app-a, ec-leaf",
    "p02-rs256-part, app-a, rsa-leaf",
    "p03-es256-noconfig, app-a, ec-leaf",
    "p04-es256-raw-bsp, bsp, ec-leaf",
    "p05-full-strict, app-b, rsa-leaf",
    "p06-intermediate, app-a, ec-leaf-via-intermediate",
    "p07-es384, app-a, ec384-leaf",
    "p08-canonical-corner-cases, app-a, ec-leaf",
    "p09-no-x5c, app-a, ec-leaf",
    "p12-oem-signed-app, app-b, oem-leaf"
  })
  void aRecordedSignatureIsMadeAgain(String name, String signature, String keyName)
      throws Exception {
    JsonObject state = JsonReader.readObject(Cases.state(name));
    String key = SigningPlan.key(signature);
    JsonObject recorded = state.object(key).orElseThrow();
    PvsDocument document = PvsDocument.read(recorded);
    ProtectedHeader header = ProtectedHeader.read(document.headerBytes());
    X509Certificate leaf =
        header.chain().isEmpty()
            ? Pem.certificates(Cases.bytes("keys/" + keyName + ".crt.pem")).getFirst()
            : header.chain().getFirst();
    SigningKey signing = new SigningKey(privateKey(keyName), leaf.getPublicKey(), header.chain());
    JsonObject made = Signing.sign(state, header.selection(), signing, false);
    assertThat(new String(PvsDocument.read(made).headerBytes(), UTF_8))
        .isEqualTo(new String(document.headerBytes(), UTF_8));
    assertThat(made.members().keySet()).containsExactlyElementsOf(recorded.members().keySet());
    if (signing.algorithm() == Algorithm.RS256) {
      assertThat(made).isEqualTo(recorded);
    }
  }

  /** The recorded payload, not our own, is what is attached. */
  @ParameterizedTest
  @CsvSource({"p01-es256-part", "p04-es256-raw-bsp", "p08-canonical-corner-cases"})
  void thePayloadIsTheRecordedOne(String name) throws Exception {
    JsonObject state = JsonReader.readObject(Cases.state(name));
    ProtectedHeader header = ProtectedHeader.read(Cases.bytes(name + "/header.json"));
    JsonObject made = Signing.sign(state, header.selection(), KEY, true);
    assertThat(made.string("payload")).contains(Forge.base64(Cases.bytes(name + "/payload.bin")));
    assertThat(made.members().keySet())
        .containsExactly("#spec", "payload", "protected", "signature");
  }

  @Test
  void whatIsSignedHereHoldsHere() throws Exception {
    for (Algorithm algorithm : List.of(Algorithm.RS256, Algorithm.ES256, Algorithm.ES384)) {
      KeyPair keys = Keys.of(algorithm);
      SigningKey key = new SigningKey(keys.getPrivate(), keys.getPublic(), List.of());
      assertThat(key.algorithm()).isEqualTo(algorithm);
      for (boolean attached : new boolean[] {true, false}) {
        JsonObject made = Signing.sign(Forge.STATE, SigningPlan.part("app", true), key, attached);
        assertThat(Forge.reason(new Trust.Keys(List.of(keys.getPublic())), made)).isEmpty();
        assertThat(Forge.reason(new Trust.Anybody(), made)).isEmpty();
      }
    }
  }

  @Test
  void nothingIsNotSigned() {
    for (Selection selection : nothing()) {
      assertThatThrownBy(() -> Signing.sign(Forge.STATE, selection, KEY, false))
          .isInstanceOf(SigningException.class)
          .hasMessageContaining("nothing to sign");
    }
  }

  private static List<Selection> nothing() {
    return Stream.of(List.of("nothing/**"), List.<String>of())
        .map(include -> {
          try {
            return new Selection(include, List.of());
          } catch (InvalidGlobException impossible) {
            throw new IllegalStateException(impossible);
          }
        })
        .toList();
  }

  @Test
  void aKeyIsOneThatSignsAndItsLeafIsOfIt() {
    KeyPair small = Keys.rsa(1024, java.math.BigInteger.valueOf(65537));
    KeyPair large = Keys.P521;
    for (KeyPair keys : List.of(small, large)) {
      assertThatThrownBy(() -> new SigningKey(keys.getPrivate(), keys.getPublic(), List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot sign");
    }
    X509Certificate other = Draft.of("other").sign().certificate();
    assertThatThrownBy(
            () -> new SigningKey(Keys.P256.getPrivate(), Keys.P256.getPublic(), List.of(other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CN=other");
    X509Certificate own = Draft.of("own").keys(Keys.P256).sign().certificate();
    SigningKey key =
        new SigningKey(Keys.P256.getPrivate(), Keys.P256.getPublic(), List.of(own, other));
    assertThat(key.toString()).isEqualTo("SigningKey ES256 CN=own");
    assertThat(KEY.toString()).isEqualTo("SigningKey ES256");
  }

  /** A token may hold a key that does not sign what it is asked to. */
  @Test
  void aKeyThatFailsIsSaid() throws InvalidGlobException {
    SigningKey mismatched = new SigningKey(Keys.RSA.getPrivate(), Keys.P256.getPublic(), List.of());
    assertThatThrownBy(() ->
            Signing.sign(
                Forge.STATE, new Selection(List.of("app/**"), List.of()), mismatched, false))
        .isInstanceOf(SigningException.class)
        .hasMessageContaining("did not sign");
  }
}
