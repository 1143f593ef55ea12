package dev.firmtrail.signatures.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firmtrail.signatures.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Programs of others, in a directory: what they make is read, what is made is shown to them. */
final class Openssl {
  private final Path directory;

  Openssl(Path directory) {
    needs("openssl");
    this.directory = directory;
  }

  /** Skips the test, aloud, where a program is not installed. */
  static void needs(String program) {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    if (!there) {
      System.out.println("SKIPPED: " + program + " is not installed");
    }
    assumeTrue(there, program + " is not installed");
  }

  /** How a program ended, and what it said. */
  record Ended(int exit, String said) {}

  Ended run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  /** Runs a program that must succeed. */
  String says(String... command) throws IOException, InterruptedException {
    Ended ended = run(command);
    assertThat(ended.exit()).as(String.join(" ", command) + ": " + ended.said()).isZero();
    return ended.said();
  }

  /** Runs openssl with words that are parted by spaces. */
  String does(String words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words.split(" ")));
    return says(command.toArray(String[]::new));
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(path(name));
  }

  Path write(String name, String text) throws IOException {
    return Files.writeString(path(name), text);
  }

  /** Signs with a key, and lets openssl verify that with the public key of a PEM file. */
  void verifies(SigningKey key, Path publicKey)
      throws IOException, InterruptedException, GeneralSecurityException {
    // openssl wants r and s in DER, a PVS signature has them side by side.
    Signature signature =
        Signature.getInstance(key.algorithm().jcaName().replace("inP1363Format", ""));
    signature.initSign(key.key());
    signature.update("firmware".getBytes(StandardCharsets.UTF_8));
    write("signed", "firmware");
    Files.write(path("signature"), signature.sign());
    String hash = key.algorithm().jcaName().startsWith("SHA384") ? "-sha384" : "-sha256";
    assertThat(
            does("dgst " + hash + " -verify " + publicKey + " -signature signature signed").trim())
        .isEqualTo("Verified OK");
  }

  /** Works out the public key of a loaded key's public half, in PEM, for comparison by openssl. */
  Path publicKeyOf(SigningKey key) throws IOException {
    return write(
        "public.pem",
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.publicKey().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
  }
}
