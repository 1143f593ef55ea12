package dev.firmtrail.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Pvr;
import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.cli.frame.Session.Terminals;
import dev.firmtrail.testkit.wire.WireLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was done on workspaces between the recorded conversations: same exit code, output, state and
 * files as recorded.
 */
class RecordedLocalStepsTest {
  @TempDir Path directory;
  private Path ws;
  private Path home;

  @BeforeEach
  void makePlace() throws IOException {
    home = directory.resolve("home");
    Files.createDirectories(home.resolve(".pvr"));
    ws = Files.createDirectory(directory.resolve("ws"));
  }

  @Test
  void addAndCommitInACloneMakeTheRecordedStates() throws IOException {
    begin("15-post-nochange");
    RecordedRun.fillPool(home.resolve(".pvr/objects"));
    run("checkout");
    write("new.bin", "new object".repeat(10));
    write("sub/dup.bin", "new object".repeat(10));
    write("existing", "exists in hub");
    write("linked", "linked in hub");
    write("zero", "");
    write("num.json", "{\"u\": \"<é>\", \"f\": 1.5, \"e\": 1e3}");
    asRecorded("16-add");
    asRecorded("17-commit");
    write("new2.bin", "another");
    asRecorded("20-add2");
    asRecorded("21-commit2");
  }

  @Test
  void aWorkspaceOfOnesOwnMakesTheRecordedState() throws IOException {
    asRecorded("32-init");
    write("own", "own");
    asRecorded("33-addown");
    asRecorded("34-commitown");
  }

  private void begin(String recording) throws IOException {
    Path pvr = Files.createDirectory(ws.resolve(".pvr"));
    WireLog log = WireLog.named(recording);
    Files.writeString(pvr.resolve("json"), log.file(".pvr/json"));
    Files.writeString(pvr.resolve("config"), config(log));
  }

  private String config(WireLog log) {
    return log.file(".pvr/config")
        .replaceAll("/base/wire/[^/]+/\\.pvr", home.resolve(".pvr").toString());
  }

  private void write(String path, String content) throws IOException {
    Path file = ws.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void asRecorded(String name) throws IOException {
    WireLog log = WireLog.named(name);
    String out = run(log.command().stream().skip(1).toArray(String[]::new));
    assertThat(out).as(name).isEqualTo(log.file("stdout"));
    assertThat(ws.resolve(".pvr/json")).hasContent(log.file(".pvr/json"));
    assertThat(ws.resolve(".pvr/config")).hasContent(config(log));
    assertThat(RecordedRun.sizes(RecordedRun.tree(ws)))
        .as(name)
        .isEqualTo(RecordedRun.sizes(log.tree()));
  }

  private String run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Pvr.run(
            List.of(arguments),
            new Session(
                ws,
                home,
                Map.of("HOME", home.toString()),
                InputStream.nullInputStream(),
                out,
                err,
                Clock.systemUTC(),
                Terminals.NONE));
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }
}
