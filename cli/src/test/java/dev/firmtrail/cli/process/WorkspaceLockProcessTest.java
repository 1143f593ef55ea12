package dev.firmtrail.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.workspace.WorkspaceLock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of a workspace between processes, on media of several kinds. */
class WorkspaceLockProcessTest {
  @TempDir Path directory;
  private Path ws;
  private Path home;

  @BeforeEach
  void makeWorkspace() throws IOException {
    ws = Files.createDirectory(directory.resolve("ws"));
    home = Files.createDirectory(directory.resolve("home"));
    Files.writeString(ws.resolve("kernel"), "kernel");
    Ran.pvr(ws, home, "init").done();
    Ran.pvr(ws, home, "add").done();
  }

  private Path lock() {
    return ws.resolve(".pvr").resolve(WorkspaceLock.FILE_NAME);
  }

  @Test
  void namesTheProcessThatHasItAndEndsWithThatProcess() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Process holder =
          new PvrProcess(ws, home)
              .start("get", "http://127.0.0.1:" + silent.getLocalPort() + "/ada/box");
      try (Socket asked = silent.accept()) {
        Process second = new PvrProcess(ws, home).start("commit");
        String said = new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(said)
            .contains("/ws/.pvr is being changed by pvr get, process " + holder.pid() + " on host ")
            .hasLineCount(1);
        // Asking opened and closed the file, which must not have ended the holder's lock.
        assertThat(Ran.pvr(ws, home, "commit").err()).isEqualTo(said);
        assertThat(Ran.pvr(ws, home, "status").done().out()).isEqualTo("A kernel\n");
        assertThat(asked.isConnected()).isTrue();
      } finally {
        holder.destroyForcibly().waitFor();
      }
    }
    assertThat(lock()).as("the note of the dead is still there").content().contains("\"get\"");
    Ran.pvr(ws, home, "commit").done();
    assertThat(lock()).isEmptyFile();
  }

  @Test
  void goesOnAloudWhereTheFileSystemHasNoLocks() throws Exception {
    needs("strace");
    List<String> withoutLocks =
        List.of(
            "strace",
            "-f",
            "-o",
            "/dev/null",
            "-e",
            "inject=fcntl:error=ENOLCK",
            "-P",
            lock().toString());
    Process commit = new PvrProcess(ws, home, Map.of(), withoutLocks).start("commit");
    String said = new String(commit.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(commit.waitFor()).isZero();
    assertThat(said)
        .startsWith("the file system of " + ws.toRealPath() + " has no locks (")
        .contains("let no other command change this workspace meanwhile\n");
    assertThat(Ran.pvr(ws, home, "status").done().out()).isEmpty();
  }

  @Test
  void readsAWorkspaceThatNobodyCanWrite() throws Exception {
    needs("unshare");
    Ran.pvr(ws, home, "commit").done();
    Files.delete(lock());
    Files.writeString(ws.resolve("kernel"), "changed");
    String script =
        "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && cd \"$0\" && exec \"$@\"";
    List<String> readOnly = List.of("unshare", "-m", "sh", "-c", script, ws.toString());
    assumeTrue(
        new PvrProcess(ws, home, Map.of(), readOnly).start("--version").waitFor() == 0,
        "no mounts for this user");
    PvrProcess pvr = new PvrProcess(ws, home, Map.of(), readOnly);
    assertThat(pvr.out("status")).isEqualTo("C kernel\n");
    assertThat(pvr.out("id")).isEqualTo(Ran.pvr(ws, home, "id").out());
    Process add = pvr.start("commit");
    String said = new String(add.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(add.waitFor()).isEqualTo(1);
    assertThat(said)
        .isEqualTo(
            "cannot lock the workspace, so nothing was changed: "
                + lock()
                + ": Read-only file system\n");
  }

  private static void needs(String program) throws IOException, InterruptedException {
    boolean there = new ProcessBuilder("which", program).start().waitFor() == 0;
    if (!there) {
      System.out.println("SKIPPED: " + program + " is not installed");
    }
    assumeTrue(there, program + " is not installed");
  }
}
