package dev.firmtrail.signatures.device;

import dev.firmtrail.signatures.Pem;
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
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Files of {@code vectors/pvs}, where a device's answers were recorded. */
final class DeviceVectors {
  private DeviceVectors() {}

  static byte[] bytes(String file) {
    try {
      return Files.readAllBytes(
          Path.of(System.getProperty("firmtrail.root", ".."), "vectors", "pvs", file));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static List<JsonObject> objects(String file) {
    try {
      JsonArray array = (JsonArray) JsonReader.read(bytes(file));
      return array.items().stream().map(JsonObject.class::cast).toList();
    } catch (JsonException notRecorded) {
      throw new IllegalStateException(notRecorded);
    }
  }

  static List<X509Certificate> certificates(String name) {
    try {
      return Pem.certificates(bytes("keys/" + name));
    } catch (Pem.InvalidPemException notRecorded) {
      throw new IllegalStateException(notRecorded);
    }
  }

  static PrivateKey privateKey(String name, String kind) {
    try {
      return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der(name)));
    } catch (GeneralSecurityException notRecorded) {
      throw new IllegalStateException(notRecorded);
    }
  }

  private static PublicKey publicKey(String name, String kind) {
    try {
      return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der(name)));
    } catch (GeneralSecurityException notRecorded) {
      throw new IllegalStateException(notRecorded);
    }
  }

  private static byte[] der(String name) {
    try {
      return Pem.read(bytes("keys/" + name)).getFirst().der();
    } catch (Pem.InvalidPemException notRecorded) {
      throw new IllegalStateException(notRecorded);
    }
  }

  /** The device of all cases; some cases have a maker. */
  static DeviceTrust device(Optional<String> oem) {
    return new DeviceTrust(
        certificates("trust-ec-and-rsa.pem"),
        oem.map(name -> new DeviceTrust.Oem(name, certificates("trust-oem.pem"))),
        Optional.of(publicKey("ec-leaf.pub.pem", "EC")));
  }

  static Json base64(List<X509Certificate> chain) {
    return Json.ofStrings(
        chain.stream()
            .map(certificate -> {
              try {
                return Base64.getEncoder().encodeToString(certificate.getEncoded());
              } catch (GeneralSecurityException wasRead) {
                throw new IllegalStateException(wasRead);
              }
            })
            .toList());
  }
}
