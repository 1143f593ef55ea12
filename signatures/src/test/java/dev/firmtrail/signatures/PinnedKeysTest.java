package dev.firmtrail.signatures;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.json.JsonObject;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class PinnedKeysTest {
  private static String pem(String label, byte[] der) {
    return Pem.text(label, der);
  }

  @Test
  void allPublicKeysOfAFileCountAndNothingElseInIt() throws Pem.InvalidPemException {
    String file =
        "# two keys\n"
            + pem("PUBLIC KEY", Keys.P256.getPublic().getEncoded())
            + pem("CERTIFICATE REQUEST", new byte[] {1})
            + pem("PUBLIC KEY", Keys.RSA.getPublic().getEncoded());
    assertThat(Trust.Keys.read(file.getBytes(US_ASCII)).keys())
        .containsExactly(Keys.P256.getPublic(), Keys.RSA.getPublic());
  }

  @Test
  void aFileWithoutOneOrWithOneThatNothingIsVerifiedWithIsRefused() {
    for (String file :
        List.of(
            "",
            pem("PRIVATE KEY", Keys.P256.getPrivate().getEncoded()),
            pem("RSA PUBLIC KEY", Keys.RSA.getPublic().getEncoded()),
            pem("PUBLIC KEY", new byte[] {1, 2, 3}),
            pem(
                "PUBLIC KEY",
                Keys.rsa(1024, BigInteger.valueOf(65537)).getPublic().getEncoded()))) {
      assertThatThrownBy(() -> Trust.Keys.read(file.getBytes(US_ASCII)))
          .isInstanceOf(Pem.InvalidPemException.class);
    }
  }

  @Test
  void oneDocumentIsJudgedForAStateThatItDoesNotStandIn()
      throws InvalidGlobException, SigningException {
    Selection selection = new Selection(List.of("app/**"), List.of("app/src.json"));
    SigningKey key = new SigningKey(Keys.P256.getPrivate(), Keys.P256.getPublic(), List.of());
    JsonObject document = Signing.sign(Forge.STATE, selection, key, false);
    Verifier verifier = new Verifier(new Trust.Keys(List.of(Keys.P256.getPublic())));
    assertThat(Verifier.isSignature(document)).isTrue();
    assertThat(Verifier.isSignature(Forge.STATE)).isFalse();
    assertThat(verifier.verify(Forge.STATE, document))
        .isInstanceOfSatisfying(
            SignatureVerdict.Holds.class,
            holds ->
                assertThat(holds.selected()).containsExactly("app/root.squashfs", "app/run.json"));
    JsonObject changed =
        JsonObject.builder().putAll(Forge.STATE.members()).put("app/new", "2d".repeat(32)).build();
    assertThat(verifier.verify(changed, document))
        .isInstanceOfSatisfying(
            SignatureVerdict.Fails.class,
            fails -> assertThat(fails.reason()).isEqualTo(Reason.CHANGED));
  }

  @Test
  void aDocumentSaysWhatItWasMadeToSelectThoughNobodyVouchesForIt()
      throws InvalidGlobException, SigningException {
    Selection selection = new Selection(List.of("app/**"), List.of("app/src.json"));
    SigningKey key = new SigningKey(Keys.P256.getPrivate(), Keys.P256.getPublic(), List.of());
    JsonObject document = Signing.sign(Forge.STATE, selection, key, false);
    assertThat(Signing.selection(document)).hasToString(selection.toString());
    assertThatThrownBy(() -> Signing.selection(JsonObject.EMPTY))
        .isInstanceOf(SigningException.class);
    assertThatThrownBy(() ->
            Signing.selection(
                JsonObject.builder()
                    .put("#spec", "pvs@2")
                    .put("protected", Forge.base64("{".getBytes(US_ASCII)))
                    .put("signature", "")
                    .build()))
        .isInstanceOf(SigningException.class)
        .hasMessageContaining("strict JSON");
  }
}
