package dev.firmtrail.signatures.keys;

import static dev.firmtrail.signatures.keys.Opening.NOBODY;
import static dev.firmtrail.signatures.keys.Opening.RECORDED;
import static dev.firmtrail.signatures.keys.Opening.open;
import static dev.firmtrail.signatures.keys.Opening.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.signatures.Algorithm;
import dev.firmtrail.signatures.Pem;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What names a key, and what is no name of one. */
class KeySourceTest {
  @TempDir Path directory;
  private String pem;

  @BeforeEach
  void copyAKey() throws Exception {
    pem = Files.readString(RECORDED.resolve("sign-ec256.key"));
    Path key = Files.writeString(directory.resolve("key"), pem);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void tellsAboutAFileThatOthersCanRead() throws Exception {
    assertThat(open(directory, "key", NOBODY).notices()).isEmpty();
    for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----")) {
      Files.setPosixFilePermissions(
          directory.resolve("key"), PosixFilePermissions.fromString(mode));
      assertThat(open(directory, "key", NOBODY).notices())
          .containsExactly(
              "key is open to other users (" + mode + "): chmod 600 key keeps them out");
    }
  }

  @Test
  void followsALink() throws Exception {
    Files.createSymbolicLink(directory.resolve("link"), Path.of("key"));
    open(directory, "link", NOBODY);
  }

  @Test
  void refusesWhatIsNoPlainFile() throws Exception {
    assertThat(refusal(directory, "none")).isEqualTo("none is not there; look at the path");
    assertThat(refusal(directory, ".")).isEqualTo(". is a directory; give a file");
    Openssl.needs("mkfifo");
    new Openssl(directory).says("mkfifo", "pipe");
    assertThat(refusal(directory, "pipe")).isEqualTo("pipe is a pipe or a device; give a file");
    assertThat(refusal(directory, "/dev/zero")).contains("is a pipe or a device");
  }

  @Test
  void refusesAFileThatIsTooLarge() throws Exception {
    try (RandomAccessFile large = new RandomAccessFile(directory.resolve("large").toFile(), "rw")) {
      large.setLength(Pem.MAX_BYTES + 1L);
    }
    assertThat(refusal(directory, "large")).contains("has more than 4194304 bytes");
  }

  @Test
  void refusesOtherKindsOfFile() throws Exception {
    Files.writeString(directory.resolve("empty"), "");
    assertThat(refusal(directory, "empty")).startsWith("empty holds no PEM block");
    Files.write(directory.resolve("jks"), HexFormat.of().parseHex("feedfeed00000002"));
    assertThat(refusal(directory, "jks")).contains("keytool -importkeystore");
    assertThat(refusal(directory, "key#alias"))
        .isEqualTo("key is no PKCS#12 file, and has no names for keys; leave # and what follows");
  }

  @Test
  void takesAFileWhoseNameHasTheMarkOfAnAlias() throws Exception {
    Files.move(directory.resolve("key"), directory.resolve("key#1"));
    open(directory, "key#1", NOBODY);
  }

  @Test
  void takesTheTextOfAKeyFromAVariable() throws Exception {
    KeySource source = new KeySource(directory, Map.of("SIGN_KEY", pem, "EMPTY", ""));
    OpenedKey opened = source.open("env:SIGN_KEY", Optional.empty(), NOBODY);
    assertThat(opened.key().algorithm()).isEqualTo(Algorithm.ES256);
    assertThat(opened.notices()).isEmpty();
    for (String name : List.of("EMPTY", "PATH")) {
      assertThat(refusal(() -> source.open("env:" + name, Optional.empty(), NOBODY)))
          .isEqualTo(
              "the variable " + name + " is not set, or empty; set it to the PEM text of the key");
    }
  }

  @Test
  void putsTheChainBesideAKeyFromAVariable() throws Exception {
    KeySource source = new KeySource(RECORDED, Map.of("SIGN_KEY", pem));
    Optional<Path> chain = Optional.of(Path.of("chain-ec256.pem"));
    assertThat(source.open("env:SIGN_KEY", chain, NOBODY).key().chain()).hasSize(2);
  }

  @Test
  void showsNoKeyThatStandsWhereItsNameShould() {
    String canary = pem.lines().skip(1).findFirst().orElseThrow();
    KeySource source = new KeySource(directory, Map.of());
    for (String spec :
        List.of(
            pem, pem.replace('\n', ' '), "env:" + pem, "env:" + canary, "a\0" + canary, canary)) {
      assertThat(refusal(() -> source.open(spec, Optional.empty(), NOBODY)))
          .doesNotContain(canary.substring(0, 8));
    }
  }

  /** Whatever the bytes: a key that works, or a refusal that shows none of them. */
  @Test
  void refusesRandomBytesInAnOrderlyWay() {
    Gen<byte[]> bytes =
        draws -> {
          byte[] made = new byte[draws.below(200)];
          for (int i = 0; i < made.length; i++) {
            made[i] = (byte) draws.below(256);
          }
          if (made.length > 8 && draws.below(2) == 1) {
            // So that it is taken for PKCS#12, and for PEM the other time.
            System.arraycopy(HexFormat.of().parseHex("3082006402010330"), 0, made, 0, 8);
          }
          return made;
        };
    Property.forAll(
        bytes,
        300,
        content -> {
          Files.write(directory.resolve("random"), content);
          refusal(directory, "random", Opening.says("secret"));
          Files.writeString(directory.resolve("random"), Pem.text("PRIVATE KEY", content));
          refusal(directory, "random", Opening.says("secret"));
        });
  }

  @Test
  void refusesKeysThatWereChangedInAnOrderlyWay() throws Exception {
    Openssl openssl = new Openssl(directory);
    String key = RECORDED.resolve("sign-ec256.key").toString();
    openssl.does("pkcs8 -topk8 -passout pass:secret -in " + key + " -out encrypted");
    openssl.does(
        "pkcs12 -export -passout pass:secret -inkey "
            + key
            + " -in "
            + RECORDED.resolve("chain-ec256.pem")
            + " -out pkcs12");
    List<byte[]> files =
        List.of(
            der(RECORDED.resolve("sign-ec256.key")),
            der(RECORDED.resolve("sign-ec256-pkcs8.key")),
            der(RECORDED.resolve("sign-rsa-pkcs1.key")),
            der(openssl.path("encrypted")),
            openssl.bytes("pkcs12"));
    Gen<byte[]> changed =
        draws -> {
          byte[] whole = files.get(draws.below(files.size())).clone();
          for (int i = draws.below(3); i >= 0; i--) {
            // More often in the first bytes, where the structure is.
            int at = draws.below(draws.below(2) == 0 ? Math.min(80, whole.length) : whole.length);
            whole[at] = (byte) draws.below(256);
          }
          return whole;
        };
    Property.forAll(
        changed,
        400,
        content -> {
          boolean pkcs12 = Pkcs12Key.looksLikeOne(content);
          Path file = directory.resolve("changed");
          if (pkcs12) {
            Files.write(file, content);
          } else {
            Files.writeString(file, Pem.text("PRIVATE KEY", content));
          }
          try {
            open(directory, "changed", Opening.says("secret"));
          } catch (UnusableKeyException refused) {
            assertThat(refused).hasNoCause();
            assertThat(refused.getMessage()).startsWith("changed ").hasSizeLessThan(250);
          }
        });
  }

  private static byte[] der(Path file) throws Exception {
    return Pem.read(Files.readAllBytes(file)).getFirst().der();
  }

  @Test
  void showsNoByteOfAKeyThatCannotBeRead() throws Exception {
    String canary = "CANARYCANARYCANARYCANARYCANARYCANARY";
    for (String body : List.of(canary, canary + "!", "MIIB" + canary, "MHcCAQEE" + canary + "==")) {
      for (String label : List.of("PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY")) {
        Files.writeString(
            directory.resolve("key"),
            "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
        assertThat(refusal(directory, "key")).doesNotContainIgnoringCase("CANARY");
      }
    }
  }
}
