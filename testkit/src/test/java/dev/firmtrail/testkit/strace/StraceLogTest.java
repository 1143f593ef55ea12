package dev.firmtrail.testkit.strace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StraceLogTest {
  private static final Path NOWHERE = Path.of("/nowhere/pool");

  private static final String MADE =
      "7 openat(AT_FDCWD</nowhere>, \"/nowhere/pool/t\", O_WRONLY|O_CREAT|O_EXCL, 0666) = 6</nowhere/pool/t>\n";
  private static final String WRITTEN = "7 write(6</nowhere/pool/t>, \"a) = 1\"..., 4096) = 4096\n";
  private static final String SYNCED = "7 fsync(6</nowhere/pool/t>)         = 0\n";
  private static final String ALL_SYNCED = "7 syncfs(9</nowhere/pool>) = 0\n";
  private static final String RENAMED = "7 rename(\"t\", \"/nowhere/pool/caf\\303\\251\") = 0\n";
  private static final String DIRECTORY_SYNCED = "7 fsync(6</nowhere/pool>) = 0\n";

  private static SystemCall proof(String... lines) {
    return StraceLog.parse(String.join("", lines), NOWHERE)
        .assertDurable(Path.of("/nowhere/pool/café"));
  }

  @Test
  void theRightOrderIsAccepted() {
    assertThat(proof(MADE, WRITTEN, SYNCED, RENAMED, DIRECTORY_SYNCED).endedAt()).isEqualTo(4);
    assertThat(proof(MADE, WRITTEN, ALL_SYNCED, RENAMED, DIRECTORY_SYNCED).name())
        .isEqualTo("fsync");
    assertThat(proof(MADE, SYNCED, RENAMED, DIRECTORY_SYNCED).endedAt()).isEqualTo(3);
  }

  @Test
  void eachStepThatIsMissingOrTooEarlyIsFound() {
    refused("nothing was renamed", MADE, WRITTEN, SYNCED, DIRECTORY_SYNCED);
    refused("nothing was written", SYNCED, RENAMED, DIRECTORY_SYNCED);
    refused("no sync between", MADE, WRITTEN, RENAMED, DIRECTORY_SYNCED);
    refused("no sync between", MADE, SYNCED, WRITTEN, RENAMED, DIRECTORY_SYNCED);
    refused("no sync between", MADE, WRITTEN, RENAMED, SYNCED, DIRECTORY_SYNCED);
    refused("no sync of /nowhere/pool", MADE, WRITTEN, SYNCED, RENAMED);
    refused("no sync of /nowhere/pool", MADE, WRITTEN, SYNCED, DIRECTORY_SYNCED, RENAMED);
    refused("after it was renamed", MADE, SYNCED, RENAMED, WRITTEN, DIRECTORY_SYNCED);
    String intoPlace = "7 write(6</nowhere/pool/caf\\303\\251>, \"a\", 1) = 1\n";
    refused("final name", MADE, WRITTEN, SYNCED, RENAMED, intoPlace, DIRECTORY_SYNCED);
  }

  @Test
  void aSyncThatFailedDoesNotCount() {
    String failed = "7 fsync(6</nowhere/pool/t>) = -1 EIO (Input/output error)\n";
    refused("no sync between", MADE, WRITTEN, failed, RENAMED, DIRECTORY_SYNCED);
  }

  @Test
  void aSyncThatWasNotDoneBeforeTheRenameDoesNotCount() {
    String begins = "8 fsync(6</nowhere/pool/t> <unfinished ...>\n";
    String ends = "8 <... fsync resumed>) = 0\n";
    refused("no sync between", MADE, WRITTEN, begins, RENAMED, ends, DIRECTORY_SYNCED);
    refused("no sync between", MADE, begins, WRITTEN, ends, RENAMED, DIRECTORY_SYNCED);
    assertThat(proof(MADE, WRITTEN, begins, ends, RENAMED, DIRECTORY_SYNCED).endedAt())
        .isEqualTo(5);
  }

  private static void growth(String... between) {
    String ask = "9 write(4<socket:[1]>, \"HTTP/1.1 200 OK\"..., 90) = 90\n";
    StraceLog log = StraceLog.parse(ask + String.join("", between) + ask, NOWHERE);
    SystemCall from = log.calls().getFirst();
    SystemCall answer = log.calls().getLast();
    log.assertGrewDurably(Path.of("/nowhere/pool/log"), from, answer);
  }

  @Test
  void aLogThatGrewIsSyncedBeforeTheAnswer() {
    String added = "7 pwrite64(6</nowhere/pool/log>, \"a\"..., 4096, 0) = 4096\n";
    String synced = "7 fdatasync(6</nowhere/pool/log>) = 0\n";
    String otherSynced = "7 fdatasync(6</nowhere/pool/other>) = 0\n";
    growth(added, synced);
    growth(added, synced, added, synced);
    assertThatThrownBy(() -> growth(added)).hasMessageContaining("no sync between");
    assertThatThrownBy(() -> growth(added, otherSynced)).hasMessageContaining("no sync between");
    assertThatThrownBy(() -> growth(added, synced, added)).hasMessageContaining("no sync between");
    assertThatThrownBy(() -> growth(synced)).hasMessageContaining("nothing was written");
  }

  @Test
  void linesThatAreNoCallsAreSkipped() {
    String noise = "7 --- SIGSEGV {si_signo=SIGSEGV} ---\n7 +++ exited with 0 +++\n";
    assertThat(StraceLog.parse(noise + SYNCED, NOWHERE).calls()).hasSize(1);
  }

  private static void refused(String why, String... lines) {
    assertThatThrownBy(() -> proof(lines))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(why);
  }
}
