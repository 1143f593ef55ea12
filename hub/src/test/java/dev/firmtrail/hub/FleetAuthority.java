package dev.firmtrail.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An authority for the certificates of devices, made as docs/run-a-hub.md says, by openssl. */
final class FleetAuthority {
  private static final String CONFIG =
      """
      [req]
      distinguished_name = name
      [name]
      [ca]
      basicConstraints = critical, CA:true
      keyUsage = critical, keyCertSign, cRLSign
      [device]
      basicConstraints = critical, CA:false
      keyUsage = critical, digitalSignature
      extendedKeyUsage = clientAuth
      [server]
      extendedKeyUsage = serverAuth
      [any]
      extendedKeyUsage = anyExtendedKeyUsage
      [silent]
      subjectKeyIdentifier = hash
      [mute]
      basicConstraints = critical, CA:true
      keyUsage = critical, digitalSignature
      [keyEncipherment]
      keyUsage = critical, keyEncipherment
      extendedKeyUsage = clientAuth
      """;

  private static final List<String> CURVE =
      List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
  private static final List<String> SMALL_RSA = List.of("-newkey", "rsa:1024");

  private final Path directory;
  private final Path certificate;
  private final Path key;

  /** The certificates from this one up to the root, which is left out. */
  private final Optional<Path> above;

  private FleetAuthority(Path directory, Path certificate, Path key, Optional<Path> above) {
    this.directory = directory;
    this.certificate = certificate;
    this.key = key;
    this.above = above;
  }

  /** What a client shows: certificate, key, and the certificates that lead to the root. */
  record Credential(Path certificate, Path key, Optional<Path> chain) {
    /** For {@code openssl s_client}. */
    List<String> arguments() {
      List<String> arguments = new ArrayList<>(List.of("-cert", certificate.toString()));
      arguments.addAll(List.of("-key", key.toString()));
      chain.ifPresent(file -> arguments.addAll(List.of("-cert_chain", file.toString())));
      return arguments;
    }
  }

  static FleetAuthority root(Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("openssl.cnf"), CONFIG);
    Path key = directory.resolve("ca.key");
    Path certificate = directory.resolve("ca.pem");
    request(directory, "ca", name, CURVE, List.of(), key, certificate, 3650);
    return new FleetAuthority(directory, certificate, key, Optional.empty());
  }

  /** An authority below this one. */
  FleetAuthority below(String name) throws IOException {
    return belowWith(name, "ca");
  }

  /** The same with the extensions of a section, which may say that it is none. */
  FleetAuthority belowWith(String name, String section) throws IOException {
    Credential made = issue("ca" + name.replaceAll("\\W", "-"), section, name, CURVE, 3650);
    String path =
        Files.readString(made.certificate())
            + (above.isPresent() ? Files.readString(above.get()) : "");
    Path chain =
        Files.writeString(directory.resolve(made.certificate().getFileName() + ".chain"), path);
    return new FleetAuthority(directory, made.certificate(), made.key(), Optional.of(chain));
  }

  Path certificate() {
    return certificate;
  }

  Path key() {
    return key;
  }

  /** For a device, valid for two days. */
  Credential device(String file, String subject) throws IOException {
    return issue(file, "device", subject, CURVE, 2);
  }

  /** With the extensions of a section of the configuration. */
  Credential of(String file, String section) throws IOException {
    return issue(file, section, "/CN=" + section, CURVE, 2);
  }

  Credential ofSmallKey(String file) throws IOException {
    return issue(file, "device", "/CN=small", SMALL_RSA, 2);
  }

  /** Another certificate of the same key. */
  Credential renewed(Credential old, String file, String subject) throws IOException {
    return issue(file, "device", subject, List.of("-key", old.key().toString()), 20, old.key());
  }

  /** One that nobody but itself vouches for. */
  Credential selfSigned(String file, String subject) throws IOException {
    Path made = directory.resolve(file + ".pem");
    Path own = directory.resolve(file + ".key");
    request(directory, "device", subject, CURVE, List.of(), own, made, 2);
    return new Credential(made, own, Optional.empty());
  }

  private Credential issue(
      String file, String section, String subject, List<String> newKey, int days)
      throws IOException {
    return issue(file, section, subject, newKey, days, directory.resolve(file + ".key"));
  }

  private Credential issue(
      String file, String section, String subject, List<String> newKey, int days, Path own)
      throws IOException {
    Path made = directory.resolve(file + ".pem");
    List<String> by = List.of("-CA", certificate.toString(), "-CAkey", key.toString());
    request(directory, section, subject, newKey, by, own, made, days);
    return new Credential(made, own, above);
  }

  private static void request(
      Path directory,
      String section,
      String subject,
      List<String> newKey,
      List<String> by,
      Path key,
      Path certificate,
      int days)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("req", "-x509", "-batch", "-nodes"));
    arguments.addAll(List.of("-config", directory.resolve("openssl.cnf").toString()));
    arguments.addAll(List.of("-extensions", section, "-multivalue-rdn", "-subj", subject));
    arguments.addAll(newKey);
    arguments.addAll(by);
    arguments.addAll(List.of("-days", Integer.toString(days), "-out", certificate.toString()));
    if (!newKey.contains("-key")) {
      arguments.addAll(List.of("-keyout", key.toString()));
    }
    Openssl.Run made = Openssl.run("", arguments);
    if (made.code() != 0) {
      throw new AssertionError(made.said());
    }
  }
}
