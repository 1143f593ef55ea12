package dev.firmtrail.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.workspace.Dialect;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lock of a workspace, within one process; {@code WorkspaceLockProcessTest} has the rest. */
class WorkspaceLockTest {
  private static final int WRITERS = 8;
  private static final int ADDS = 8;

  @TempDir Path directory;
  private Path ws;
  private Path home;

  @BeforeEach
  void commitSomething() throws IOException {
    ws = Files.createDirectory(directory.resolve("ws"));
    home = Files.createDirectory(directory.resolve("home"));
    Files.writeString(ws.resolve("kernel"), "kernel");
    Files.writeString(ws.resolve("a.json"), "{\"n\":1}");
    pvr("init").done();
    pvr("add").done();
    pvr("commit").done();
    pvr("export", "../e.tgz").done();
    Files.createDirectory(directory.resolve("other"));
    Ran.pvr(directory.resolve("other"), home, "init").done();
  }

  private Ran pvr(String... arguments) {
    return Ran.pvr(ws, home, arguments);
  }

  private Path lock() {
    return ws.resolve(".pvr").resolve(WorkspaceLock.FILE_NAME);
  }

  private String contents() throws IOException {
    StringBuilder contents = new StringBuilder();
    try (Stream<Path> files = Files.walk(ws)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        boolean counts = !file.getFileName().toString().startsWith("firmtrail-");
        contents.append(counts ? file + ": " + Files.readString(file) + "\n" : "");
      }
    }
    return contents.toString();
  }

  static Stream<Arguments> thatChange() {
    return Stream.of(
        arguments(3, "add"),
        arguments(3, "unadd"),
        arguments(1, "commit"),
        arguments(1, "commit -c"),
        arguments(3, "checkout"),
        arguments(3, "checkout --hardlink"),
        arguments(3, "get ../other"),
        arguments(3, "merge ../other"),
        arguments(3, "import ../e.tgz"),
        arguments(4, "put ../other"),
        arguments(3, "post http://127.0.0.1:9/ada/box"),
        arguments(2, "config --workspace compat true"),
        arguments(2, "config --workspace --unset compat"),
        arguments(5, "deploy ."));
  }

  @ParameterizedTest
  @MethodSource("thatChange")
  void refusesAtOnceWhileAnotherCommandChangesTheWorkspace(int code, String line) throws Exception {
    Files.writeString(ws.resolve("kernel"), "changed");
    String before = contents();
    try (WorkspaceLock held = WorkspaceLock.take(ws, "commit")) {
      Ran ran = pvr(line.split(" ", -1));
      assertThat(ran.code()).isEqualTo(code);
      assertThat(ran.out()).doesNotContain("finished");
      assertThat(ran.err())
          .matches(
              "(?s).*/ws/\\.pvr is being changed by pvr commit, process "
                  + ProcessHandle.current().pid()
                  + " on host \\S+, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d; nothing was done here\\."
                  + " Wait until that has ended, then run this again\n");
      assertThat(held.unsupported()).isEmpty();
    }
    assertThat(contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "diff",
        "json",
        "id",
        "id @work",
        "ls-files",
        "fsck",
        "export ../again.tgz",
        "checkout --dry-run",
        "config",
        "config --workspace",
        "config pager cat",
        "inspect .",
        "clone ../ws ../clone"
      })
  void letsOthersReadMeanwhile(String line) throws Exception {
    Files.delete(lock());
    Ran alone = pvr(line.split(" ", -1)).done();
    assertThat(lock()).as("who reads makes no lock").doesNotExist();
    try (WorkspaceLock held = WorkspaceLock.take(ws, "commit")) {
      assertThat(pvr(line.replace("../clone", "../clone2").split(" ", -1)).done().out())
          .isEqualTo(alone.out().replace("/clone\n", "/clone2\n"));
      assertThat(held.unsupported()).isEmpty();
    }
  }

  @Test
  void losesNothingThatManyAddAtOnce() throws Exception {
    List<Future<Integer>> all = new ArrayList<>();
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      for (int i = 0; i < WRITERS; i++) {
        for (int j = 0; j < ADDS; j++) {
          String name = "file-" + i + "-" + j;
          Files.writeString(ws.resolve(name), name);
          all.add(writers.submit(() -> timesRefused(name)));
        }
      }
    }
    for (Future<Integer> each : all) {
      assertThat(each.get()).isNotNegative();
    }
    assertThat(pvr("ls-files", "--added").out().lines()).hasSize(WRITERS * ADDS);
  }

  /** Tries again until it is its turn. */
  private int timesRefused(String name) {
    int refused = 0;
    Ran ran = pvr("add", name);
    while (ran.code() == 3 && ran.err().contains("is being changed by pvr add")) {
      refused++;
      ran = pvr("add", name);
    }
    assertThat(ran).isEqualTo(new Ran(0, "", ""));
    return refused;
  }

  @Test
  void ignoresTheNoteOfOneWhoDied() throws IOException {
    Files.writeString(
        lock(),
        "{\"command\":\"post\",\"host\":\"h\",\"pid\":1,\"since\":\"2026-01-01T00:00:00Z\"}");
    pvr("commit").done();
    assertThat(lock()).as("it stays, empty").isEmptyFile();
  }

  @Test
  void isNoPartOfAnythingAndNoLeftover() throws IOException {
    assertThat(lock()).exists();
    Path target = directory.resolve("deployed");
    pvr("deploy", target.toString(), ".");
    assertThat(target.resolve(".pvr").resolve(WorkspaceLock.FILE_NAME)).isEmptyFile();
    assertThat(pvr("status").out()).isEmpty();
    assertThat(pvr("fsck").done().err() + pvr("fsck").out()).doesNotContain("lock");
    assertThat(pvr("ls-files", "--untracked").out()).isEmpty();
    assertThat(pvr("id", "../e.tgz").out()).isEqualTo(pvr("id").out());
    assertThat(pvr("inspect", ".pvr").done().out()).isEqualTo(pvr("inspect", ".").out());
    Ran.pvr(directory, home, "clone", "ws/.pvr", "clone").done();
    assertThat(directory.resolve("clone/.pvr").resolve(WorkspaceLock.FILE_NAME)).doesNotExist();
  }

  @Test
  void refusesALockThatIsSomethingElseWithoutTouchingIt() throws IOException {
    Path precious = Files.writeString(directory.resolve("precious"), "precious");
    Files.delete(lock());
    Files.createSymbolicLink(lock(), precious);
    assertThat(pvr("commit"))
        .isEqualTo(
            new Ran(
                1,
                "",
                "cannot lock the workspace, so nothing was changed: "
                    + lock().toRealPath(java.nio.file.LinkOption.NOFOLLOW_LINKS)
                    + ": it is not what pvr writes there; move it away\n"));
    assertThat(precious).hasContent("precious");
    pvr("status").done();
  }

  @Test
  void keepsTwoPutsIntoOneAnotherFromWaitingForEver() throws Exception {
    Path other = directory.resolve("other");
    try (WorkspaceLock theirs = WorkspaceLock.take(other, "put")) {
      assertThat(pvr("put", "../other").code()).isEqualTo(4);
      assertThat(theirs.unsupported()).isEmpty();
    }
    pvr("put", "../other").done();
    assertThat(Workspace.open(other, Dialect.EXACT).pristine().id())
        .isEqualTo(Workspace.open(ws, Dialect.EXACT).pristine().id());
    assertThat(pvr("put", ".").err()).contains("is this workspace itself");
  }
}
