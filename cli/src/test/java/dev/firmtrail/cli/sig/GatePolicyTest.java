package dev.firmtrail.cli.sig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.signatures.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policies of {@code pvr gate}, with real keys and signatures. */
class GatePolicyTest {
  @TempDir Path directory;
  private Desk desk;

  @BeforeEach
  void sign() throws IOException {
    desk = new Desk(Files.createDirectories(directory.resolve("ada")));
    desk.ok("sig", "keygen", "--name", "Releases");
    desk.ok("sig", "add");
    desk.ok("commit");
    Files.copy(desk.pvs("cacerts.default.pem"), directory.resolve("roots.pem"));
  }

  private Ran gate(String policy) throws IOException {
    Path file = Files.writeString(directory.resolve("policy.yaml"), "policy:\n  " + policy + "\n");
    return desk.pvr("gate", ".", "--against", "@", "--policy", file.toString());
  }

  @Test
  void whoeverHasACertificateInTheFileMaySign() throws IOException {
    Ran ran = gate("signed-by: [roots.pem]");
    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).contains("policy signed-by: same");
  }

  @Test
  void aNameStandsForACertificateThatThisMachineTrusts() throws Exception {
    String subject =
        Pem.certificates(Files.readAllBytes(directory.resolve("roots.pem")))
            .getFirst()
            .getSubjectX500Principal()
            .getName();
    assertThat(gate("signed-by: ['" + subject + "']").code()).isZero();
    Ran unknown = gate("signed-by: ['CN=Nobody']");
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.err()).contains("no certificate of CN=Nobody is trusted on this machine");
    assertThat(gate("signed-by: [nothing.pem]").code()).isEqualTo(3);
  }

  @Test
  void somebodyElsesSignatureDoesNotCount() throws IOException {
    Desk bob = new Desk(Files.createDirectories(directory.resolve("bob")));
    bob.ok("sig", "keygen", "--name", "Bob");
    Files.copy(bob.pvs("cacerts.default.pem"), directory.resolve("bob.pem"));
    Ran ran = gate("signed-by: [bob.pem]");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains("(untrusted)", "bsp/kernel.img: nobody whom signed-by names has signed it");
  }

  @Test
  void whatCameAfterTheSignatureIsNamed() throws IOException {
    desk.write("late/file", "late");
    desk.ok("add");
    desk.ok("commit");
    Ran ran = gate("signed-by: [roots.pem]");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).contains("missing   late/file: nobody whom signed-by names");
    desk.write("bsp/kernel.img", "kernel two");
    desk.ok("commit");
    assertThat(gate("signed-by: [roots.pem]").out()).contains("bsp.json: ");
  }

  @Test
  void theOtherPoliciesHoldWhatTheySay() throws IOException {
    assertThat(gate("sources: digests").out())
        .contains("app/src.json: it names no image by digest");
    assertThat(gate("required-parts: [bsp, os]").out()).contains("missing   os: the state lacks");
    assertThat(gate("secrets: none").code()).isZero();
    desk.write("app/shadow", "root:$6$abcdefgh$" + "a1".repeat(43) + ":19000:0:99999:7:::\n");
    desk.ok("add");
    desk.ok("commit");
    Ran secret = gate("secrets: none");
    assertThat(secret.code()).isEqualTo(1);
    assertThat(secret.out())
        .contains("app/shadow: what looks like a secret (password-hash) at byte 4")
        .doesNotContain("abcdefgh");
  }
}
