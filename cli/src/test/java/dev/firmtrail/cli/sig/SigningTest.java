package dev.firmtrail.cli.sig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.cli.pages.Candidates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningTest {
  @TempDir Path directory;
  private Desk desk;

  @BeforeEach
  void sitDown() throws IOException {
    desk = new Desk(directory);
  }

  @Test
  void oneKeygenOneAddAndOneCommitMakeAStateThatTheStrictMeasureAccepts() throws IOException {
    desk.ok("sig", "keygen", "--name", "ada");
    assertThat(desk.ok("sig", "add").out()).contains("9 of 9 keys are covered");
    assertThat(desk.ok("commit").err()).doesNotContain("sign");
    Ran verified = desk.ok("sig", "verify");
    assertThat(verified.out())
        .contains("CN=ada in _sigs/_root.json", "strict      accepted", "app/src.json")
        .doesNotContain("NOT COVERED", "bad signature");
    assertThat(desk.ok("sig", "add").out()).isEqualTo("9 of 9 keys are covered by signatures\n");
    assertThat(desk.ok("status").out()).isEmpty();
  }

  @Test
  void addMakesAnewWhatNoLongerHoldsAndLeavesTheRest() throws IOException {
    signed();
    String bsp = desk.signature("bsp");
    String app = desk.signature("app");
    desk.write("app/root.squashfs", "root two");
    assertThat(desk.ok("commit").err()).contains("1 signature (_sigs/app.json) no longer holds");
    assertThat(desk.pvr("sig", "verify").code()).isEqualTo(13);
    assertThat(desk.ok("sig", "add").err()).contains("_sigs/app.json was replaced");
    assertThat(desk.signature("bsp")).isEqualTo(bsp);
    assertThat(desk.signature("app")).isNotEqualTo(app);
    desk.ok("commit");
    desk.ok("sig", "verify");
  }

  private void signed() {
    desk.ok("sig", "keygen");
    desk.ok("sig", "add");
    desk.ok("commit");
  }

  @Test
  void whatAPublishedDeviceWillRefuseIsSaidWhenItIsSigned() throws IOException {
    desk.ok("sig", "keygen");
    String everything = "published devices match the patterns otherwise";
    assertThat(desk.ok("sig", "add", "--raw", "all", "-i", "**", "-e", "_sigs/**").err())
        .contains("_sigs/all.json holds, but " + everything);
    desk.ok("add", "_sigs/all.json");
    desk.ok("commit");
    assertThat(desk.ok("sig", "update", "all").err()).contains(everything);
    desk.write("app/count.json", "5");
    desk.ok("add", "app/count.json");
    desk.ok("commit");
    assertThat(desk.ok("sig", "update").err()).contains(everything);
    assertThat(desk.ok("sig", "add", "--part", "app").err()).contains("see other bytes");
  }

  @Test
  void addNamesAStaleSignatureOfNoPart() {
    desk.ok("sig", "keygen");
    assertThat(desk.ok("sig", "add", "--raw", "kernel", "-i", "bsp/kernel.img").err())
        .contains("Signed 1 key: _sigs/kernel.json");
    desk.ok("sig", "add");
    desk.ok("commit");
    desk.ok("sig", "verify");
    assertThat(change("bsp/kernel.img", "kernel two").code()).isEqualTo(13);
    Ran still = desk.pvr("sig", "add");
    assertThat(still.code()).isEqualTo(13);
    assertThat(still.err()).contains("_sigs/kernel.json", "pvr sig update", "remove its file");
    desk.ok("sig", "update", "kernel");
    desk.ok("commit");
    desk.ok("sig", "verify");
  }

  private Ran change(String file, String text) {
    try {
      desk.write(file, text);
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
    desk.ok("commit");
    return desk.pvr("sig", "verify");
  }

  @Test
  void addSaysThatTheWorkTreeIsNotWhatItSigns() throws IOException {
    desk.ok("sig", "keygen");
    desk.write("app/root.squashfs", "root two");
    assertThat(desk.ok("sig", "add").err()).contains("not committed; they are not signed");
  }

  @Test
  void aSignatureThatIsThereAndHoldsIsTakenAlong() throws IOException {
    desk.ok("sig", "keygen");
    desk.ok("sig", "add", "--part", "bsp");
    String bsp = desk.signature("bsp");
    desk.ok("sig", "add");
    assertThat(desk.signature("bsp")).isEqualTo(bsp);
    desk.ok("commit");
    desk.ok("sig", "verify");
  }

  @Test
  void withoutAKeyItNamesKeygenAndAsksNobody() {
    Ran ran = desk.typing("yes\n", "sig", "--certs-url", "http://127.0.0.1:9/", "add");
    assertThat(ran.code()).isEqualTo(127);
    assertThat(ran.err())
        .contains("--certs-url has no effect", "pvr sig keygen")
        .doesNotContain("[yes/no]");
    assertThat(desk.home.resolve(".pvr/pvs")).doesNotExist();
  }

  @Test
  void e18NoNameLeavesTheDirectoryOfSignatures() {
    desk.ok("sig", "keygen");
    for (String name : new String[] {"../x", "a/b", "/tmp/x", ""}) {
      for (String flag : new String[] {"--part", "--raw"}) {
        assertThat(desk.pvr("sig", "add", flag, name, "-i", "**").code()).as(name).isEqualTo(127);
      }
    }
    assertThat(desk.ws.resolve("x.json")).doesNotExist();
    assertThat(desk.ws.resolve("_sigs")).doesNotExist();
  }

  @Test
  void eachOfARepeatedPatternCounts() throws IOException {
    desk.ok("sig", "keygen");
    Ran ran =
        desk.ok(
            "sig",
            "add",
            "--json",
            "--raw",
            "mine",
            "-i",
            "app/**",
            "--include=bsp/*",
            "-e",
            "app/src.json",
            "-e",
            "app/run.json");
    assertThat(ran.out())
        .containsSubsequence("\"app/**\"", "\"bsp/*\"", "\"app/src.json\"", "\"app/run.json\"")
        .containsSubsequence("selected", "app/root.squashfs", "bsp/kernel.img");
  }

  @Test
  void patternsWithoutANameAreRefused() {
    assertThat(desk.pvr("sig", "add", "-i", "x").code()).isEqualTo(5);
    assertThat(desk.pvr("sig", "add", "-n").code()).isEqualTo(5);
    assertThat(desk.pvr("sig", "add", "--part", "a", "--raw", "b").code()).isEqualTo(5);
  }

  @Test
  void keysAreForTheirOwnerAloneAndNothingIsReplacedInSilence() throws IOException {
    desk.ok("sig", "keygen");
    for (String secret : new String[] {"ca.key.pem", "key.default.pem"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(desk.pvs(secret))))
          .isEqualTo("rw-------");
    }
    String key = Files.readString(desk.pvs("key.default.pem"));
    Ran again = desk.pvr("sig", "keygen");
    assertThat(again.code()).isEqualTo(127);
    assertThat(again.err()).contains("ca.key.pem is there already");
    assertThat(desk.pvs("key.default.pem")).hasContent(key);
    Ran forced = desk.ok("sig", "keygen", "--force", "--algorithm", "es384");
    assertThat(forced.err()).contains("replaced " + desk.pvs("key.default.pem"));
    desk.ok("sig", "add");
    desk.ok("commit");
    assertThat(desk.ok("sig", "verify").out()).contains("ES384");
  }

  @Test
  void whatCompletionOffersIsTaken() {
    List<String> algorithms = offered("sig", "keygen", "--algorithm");
    assertThat(algorithms).hasSize(3);
    for (String algorithm : algorithms) {
      desk.ok("sig", "keygen", "--force", "--algorithm", algorithm);
    }
    List<String> reasons = offered("sig", "revoke", "--reason");
    assertThat(reasons).hasSize(4);
    for (String reason : reasons) {
      desk.ok("sig", "revoke", "--reason", reason, desk.pvs("x5c.default.pem").toString());
    }
  }

  @Test
  void aListIsGoodUntilTheSecondThatStandsInIt() {
    desk.at(Instant.parse("2026-11-30T12:00:00.123456789Z"));
    desk.ok("sig", "keygen");
    assertThat(desk.ok("sig", "revoke", desk.pvs("x5c.default.pem").toString()).out())
        .contains("is good until 2026-12-30T12:00:00Z;");
  }

  private List<String> offered(String group, String command, String flag) {
    return desk.ok(group, command, flag, "", Candidates.REQUEST).out().lines().toList();
  }

  @Test
  void aPassphraseOfTheEnvironmentIsPutOnKeysAndOpensThem() throws IOException {
    desk.set("PVR_SIG_PASSPHRASE", "correct horse");
    desk.ok("sig", "keygen");
    assertThat(desk.pvs("key.default.pem")).content().contains("ENCRYPTED");
    desk.ok("sig", "add");
    desk.set("PVR_SIG_PASSPHRASE", "");
    assertThat(desk.pvr("sig", "add", "--part", "app").code()).isEqualTo(127);
    Ran typed = desk.typing("correct horse\n", "sig", "add", "--part", "app");
    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.out() + typed.err()).doesNotContain("correct horse");
  }

  @Test
  void aNewLeafSignsWhatTheOldOneSignedAndTheOldOneIsRevoked() throws IOException {
    signed();
    Path old = desk.ws.resolveSibling("old.pem");
    Files.copy(desk.pvs("x5c.default.pem"), old);
    desk.ok("sig", "keygen", "--leaf", "--name", "second", "--force");
    desk.ok("sig", "revoke", old.toString());
    String revoked = desk.pvs("revoked.pem").toString();
    Ran refused = desk.pvr("sig", "verify", "--revoked", revoked);
    assertThat(refused.code()).isEqualTo(13);
    assertThat(refused.out()).contains("(revoked)");
    desk.ok("sig", "update", "--yes");
    desk.ok("commit");
    assertThat(desk.ok("sig", "verify", "--revoked", revoked).out()).contains("CN=second");
    desk.at(Instant.parse("2026-11-30T12:00:00Z").plus(Duration.ofDays(31)));
    assertThat(desk.pvr("sig", "verify", "--revoked", revoked).code()).isEqualTo(13);
    desk.ok("sig", "revoke", old.toString());
    desk.ok("sig", "verify", "--revoked", revoked);
  }

  @Test
  void e23UpdateAsksBeforeItSignsWhatNobodyVouchesFor() throws IOException {
    signed();
    desk.ok("sig", "add", "--raw", "mine", "-i", "app/**", "-i", "bsp/**");
    desk.ok("add");
    desk.ok("commit");
    desk.write("bsp/kernel.img", "kernel two");
    assertThat(desk.ok("commit").err())
        .contains("2 signatures (_sigs/bsp.json, …) no longer hold; pvr sig update signs anew");
    String before = desk.signature("mine");
    Ran no = desk.typing("\n", "sig", "update", "mine");
    assertThat(no.code()).isEqualTo(126);
    assertThat(no.err()).contains("beyond the part of that name: app/root.squashfs", "[y/N]");
    assertThat(desk.signature("mine")).isEqualTo(before);
    assertThat(desk.typing("y\n", "sig", "update", "mine").code()).isZero();
    assertThat(desk.signature("mine")).isNotEqualTo(before);
  }

  @Test
  void updateDoesNotAskWhatIsVouchedForNorWhereNobodySits() throws IOException {
    signed();
    assertThat(desk.typing("", "sig", "update").err()).doesNotContain("[y/N]");
    desk.write("app/root.squashfs", "root two");
    desk.ok("commit");
    assertThat(desk.typing("", "sig", "update", "app").err()).doesNotContain("[y/N]");
    assertThat(desk.ok("sig", "update").err())
        .contains("Updating pvs signature @ _sigs/bsp.json [DONE]");
  }

  @Test
  void updateMakesASignatureOverSignaturesLast() throws IOException {
    signed();
    desk.ok("sig", "add", "--raw", "aa", "-i", "_sigs/*.json", "-e", "_sigs/zz.json");
    desk.ok("add");
    desk.ok("commit");
    desk.write("app/root.squashfs", "root two");
    desk.ok("commit");
    assertThat(desk.ok("sig", "update", "app").err())
        .contains("_sigs/aa.json covers a signature that was made anew");
    String said = desk.ok("sig", "update").err();
    assertThat(said.indexOf("@ _sigs/aa.json")).isGreaterThan(said.indexOf("@ _sigs/bsp.json"));
    desk.ok("commit");
    desk.ok("sig", "verify");
  }

  @Test
  void updateRefusesSignaturesThatCoverEachOther() throws IOException {
    signed();
    desk.ok("sig", "add", "--raw", "aa", "-i", "_sigs/bb.json", "-i", "app/**");
    desk.ok("sig", "add", "--raw", "bb", "-i", "_sigs/aa.json");
    desk.ok("add");
    desk.ok("commit");
    desk.ok("sig", "add", "--raw", "aa", "-i", "_sigs/bb.json");
    desk.ok("commit");
    Ran ran = desk.pvr("sig", "update");
    assertThat(ran.code()).isEqualTo(126);
    assertThat(ran.err()).contains("cover each other", "_sigs/aa.json, _sigs/bb.json");
  }

  @Test
  void updateRefusesABadPattern() {
    desk.ok("sig", "keygen");
    assertThat(desk.pvr("sig", "update", "{a,b}").code()).isEqualTo(123);
  }

  @Test
  void signaturesThatWereNotAskedForAreNotMentioned() throws IOException {
    assertThat(desk.ok("commit").err()).contains("the state is not signed; pvr sig add signs it");
    desk.set("PVR_SIGNATURES", "ignore");
    assertThat(desk.ok("commit").err()).isEmpty();
    desk.set("PVR_SIGNATURES", "sometimes");
    assertThat(desk.pvr("commit").code()).isEqualTo(1);
    desk.set("PVR_SIGNATURES", "");
    desk.ok("config", "--workspace", "signatures", "ignore");
    assertThat(desk.ok("commit").err()).isEmpty();
    desk.ok("config", "signatures", "require");
    assertThat(desk.ok("config", "signatures").out()).contains("require");
    assertThat(desk.ok("commit").err()).contains("not signed");
  }

  @Test
  void nothingIsPostedThatIsNotSignedWhereThatIsRequired() {
    // Nobody listens there: whoever comes so far ends otherwise.
    String hub = "http://127.0.0.1:9/ada/box";
    Ran noTrust = desk.pvr("post", "--require-signed", hub);
    assertThat(noTrust.code()).isEqualTo(125);
    assertThat(noTrust.err()).contains("--cacerts");
    desk.ok("sig", "keygen");
    Ran unsigned = desk.pvr("post", "--require-signed", hub);
    assertThat(unsigned.code()).isEqualTo(13);
    assertThat(unsigned.err()).contains("nothing was sent", "pvr sig add");
    desk.set("PVR_SIGNATURES", "require");
    assertThat(desk.pvr("post", hub).code()).isEqualTo(13);
    desk.ok("sig", "add");
    desk.ok("commit");
    assertThat(desk.pvr("post", hub).code()).isEqualTo(3);
  }
}
