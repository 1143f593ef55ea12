package dev.firmtrail.signatures;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The recorded signature cases ({@code vectors/pvs/README.md}). */
final class Cases {
  static final Path DIRECTORY =
      Path.of(System.getProperty("firmtrail.root")).resolve("vectors/pvs");

  /** When all certificates that are meant to be valid are. */
  static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  private Cases() {}

  static JsonObject results() {
    try {
      JsonObject.Builder byName = JsonObject.builder();
      for (JsonObject row : rows("RESULTS.json")) {
        byName.put(row.string("name").orElseThrow(), row);
      }
      return byName.build();
    } catch (IOException | JsonException broken) {
      throw new IllegalStateException(broken);
    }
  }

  static List<JsonObject> all() throws IOException, JsonException {
    return rows("cases.json");
  }

  private static List<JsonObject> rows(String file) throws IOException, JsonException {
    Json read = JsonReader.read(Files.readAllBytes(DIRECTORY.resolve(file)));
    return ((JsonArray) read).items().stream().map(JsonObject.class::cast).toList();
  }

  static byte[] state(String name) {
    return bytes(name + "/state.json");
  }

  static byte[] bytes(String file) {
    try {
      return Files.readAllBytes(DIRECTORY.resolve(file));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static TrustStore store(String name) {
    try {
      return TrustStore.read(bytes("keys/" + name));
    } catch (Pem.InvalidPemException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** The trust that a case is to be judged under. */
  static Trust.Roots trust(JsonObject row) {
    Optional<Oem> oem = row.string("oem").map(name -> new Oem(name, store("trust-oem.pem")));
    return new Trust.Roots(store("trust-ec-and-rsa.pem"), oem, RevocationLists.NONE, NOW);
  }

  static PublicKey publicKey(String file) throws GeneralSecurityException, Pem.InvalidPemException {
    byte[] der = Pem.read(bytes("keys/" + file)).getFirst().der();
    String algorithm = file.startsWith("rsa") ? "RSA" : "EC";
    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
  }
}
