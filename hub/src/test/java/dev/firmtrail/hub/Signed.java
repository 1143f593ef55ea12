package dev.firmtrail.hub;

import dev.firmtrail.signatures.Pem;
import dev.firmtrail.signatures.Selection;
import dev.firmtrail.signatures.Signing;
import dev.firmtrail.signatures.SigningException;
import dev.firmtrail.signatures.SigningKey;
import dev.firmtrail.signatures.SigningPlan;
import dev.firmtrail.signatures.Trust;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** States signed by the keys of {@code vectors/pvs/keys}, and policies that trust them. */
final class Signed {
  static final Path KEYS =
      Path.of(System.getProperty("firmtrail.root", ".."), "vectors", "pvs", "keys");

  /** Valid from 2020 to 2049 under {@code ec-ca.crt.pem}. */
  static final SigningKey EC = key("ec-leaf.key.pem", "ec-leaf.crt.pem");

  private Signed() {}

  static String pem(String file) {
    try {
      return Files.readString(KEYS.resolve(file));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static SigningKey key(String keyFile, String certificateFile) {
    try {
      byte[] der = Pem.read(Files.readAllBytes(KEYS.resolve(keyFile))).getFirst().der();
      List<X509Certificate> chain =
          Pem.certificates(Files.readAllBytes(KEYS.resolve(certificateFile)));
      return new SigningKey(
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)),
          chain.getFirst().getPublicKey(),
          chain);
    } catch (IOException | GeneralSecurityException | Pem.InvalidPemException broken) {
      throw new AssertionError(broken);
    }
  }

  /** A policy of this mode that trusts the root of {@link #EC}. */
  static JsonObject policy(String mode) {
    return JsonObject.builder().put("mode", mode).put("roots", pem("ec-ca.crt.pem")).build();
  }

  /** The state with a signature under a name. */
  static JsonObject by(SigningKey key, JsonObject state, String name, Selection selection) {
    try {
      return with(state, SigningPlan.key(name), Signing.sign(state, selection, key, false));
    } catch (SigningException failed) {
      throw new AssertionError(failed);
    }
  }

  /** The state with all the signatures that it lacks. */
  static JsonObject wholly(SigningKey key, JsonObject state) {
    try {
      SequencedMap<String, Selection> missing =
          SigningPlan.missing(new Verifier(new Trust.Anybody()).verify(state));
      JsonObject signed = state;
      for (Map.Entry<String, Selection> each : missing.sequencedEntrySet()) {
        signed = by(key, signed, each.getKey(), each.getValue());
      }
      return signed;
    } catch (InvalidGlobException broken) {
      throw new AssertionError(broken);
    }
  }

  /** The state with another value under a key. */
  static JsonObject with(JsonObject state, String key, Json value) {
    return JsonObject.builder().putAll(state.members()).put(key, value).build();
  }
}
