package dev.firmtrail.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Pvr;
import dev.firmtrail.cli.Ran;
import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.cli.frame.Session.Terminals;
import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** add, unadd, .pvrignore, ls-files, diff of states without a hub, commit --checkpoint. */
class TrackingCommandsTest {
  @TempDir Path directory;
  private Path ws;
  private Path home;

  @BeforeEach
  void makeTree() throws IOException {
    ws = Files.createDirectory(directory.resolve("ws"));
    home = Files.createDirectory(directory.resolve("home"));
    Files.createDirectories(ws.resolve("out/tmp"));
    Files.createDirectories(ws.resolve("os"));
    Files.writeString(ws.resolve("os/kernel"), "kernel");
    Files.writeString(ws.resolve("os/a.json"), "{\"n\": 1}");
    Files.writeString(ws.resolve("out/tmp/x.o"), "x");
    Files.writeString(ws.resolve("out/y.o"), "y");
    assertThat(pvr("init").code()).isZero();
  }

  private Ran pvr(String... arguments) {
    return Ran.pvr(ws, home, arguments);
  }

  @Test
  void addsADirectoryAndNamesWhatMeansNothing() {
    assertThat(pvr("add", "os/", "nope")).isEqualTo(new Ran(0, "", "nothing is there for: nope\n"));
    assertThat(pvr("ls-files", "--added").out()).isEqualTo("os/a.json\nos/kernel\n");
    assertThat(pvr("ls-files", "--untracked", "out/tmp").out()).isEqualTo("out/tmp/x.o\n");
    assertThat(pvr("unadd", "os/k*", "nope"))
        .isEqualTo(new Ran(0, "", "nothing was added for: nope\n"));
    assertThat(pvr("status").out())
        .isEqualTo("A os/a.json\n? os/kernel\n? out/tmp/x.o\n? out/y.o\n");
    assertThat(pvr("unadd", "--json").out()).contains("\"os/a.json\"");
    assertThat(ws.resolve(".pvr/new")).doesNotExist();
    assertThat(pvr("unadd")).isEqualTo(new Ran(0, "", ""));
  }

  @Test
  void passesOverWhatIsIgnoredAndSaysSoWhereItWasNamed() throws IOException {
    Files.writeString(ws.resolve(".pvrignore"), "/.pvrignore\nout/\n");
    assertThat(pvr("add")).isEqualTo(new Ran(0, "", ""));
    assertThat(pvr("status").out()).isEqualTo("A os/a.json\nA os/kernel\n");
    assertThat(pvr("status", "--ignored").out())
        .isEqualTo("A os/a.json\nA os/kernel\n! .pvrignore\n! out/tmp/x.o\n! out/y.o\n");
    assertThat(pvr("add", "out").err())
        .isEqualTo("ignored by .pvrignore, not kept (--force takes them): out/tmp/x.o, out/y.o\n");
    assertThat(pvr("add", "out/y.o").err())
        .isEqualTo("ignored by .pvrignore, kept all the same: out/y.o\n");
    assertThat(pvr("add", "-f", "out").err())
        .isEqualTo("ignored by .pvrignore, kept all the same: out/tmp/x.o\n");
    assertThat(pvr("ls-files", "--added", "out").out()).isEqualTo("out/tmp/x.o\nout/y.o\n");
  }

  @Test
  void listsFilesForPeopleAndForScripts() throws IOException {
    pvr("add", ".");
    pvr("commit");
    assertThat(pvr("ls-files").out()).isEqualTo("os/a.json\nos/kernel\nout/tmp/x.o\nout/y.o\n");
    assertThat(pvr("ls-files", "-z", "os").out()).isEqualTo("os/a.json\0os/kernel\0");
    assertThat(Ran.pvr(ws.resolve("os"), home, "ls-files", "-l", "*").out())
        .isEqualTo("json - 7\tos/a.json\nobject %s 6\tos/kernel\n".formatted(sha256("kernel")));
    assertThat(pvr("ls-files", "--json", "os/kernel").out())
        .contains("\"object\": \"" + sha256("kernel") + "\"")
        .contains("\"size\": 6");
    assertThat(pvr("ls-files", ".")).isEqualTo(pvr("ls-files"));
    assertThat(pvr("ls-files", "../ws/os")).isEqualTo(pvr("ls-files", "os"));
    assertThat(pvr("diff", ".", ws.toString(), "os").out()).isEqualTo("{}\n");
    Files.delete(ws.resolve("out/y.o"));
    assertThat(pvr("ls-files", "@work", "out").out()).isEqualTo("out/tmp/x.o\n");
    assertThat(pvr("ls-files", "--added", "-l").code()).isEqualTo(1);
    assertThat(Ran.pvr(directory, home, "ls-files").code()).isEqualTo(3);
  }

  private static String sha256(String text) {
    return ObjectId.of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  @Test
  void comparesTheWorkTreeWithTheCommitInColourOnATerminal() throws IOException {
    pvr("add", "os");
    pvr("commit");
    Files.writeString(ws.resolve("os/a.json"), "{\"n\": 2}");
    Ran plain = pvr("diff", "@");
    assertThat(plain.out())
        .endsWith(
            "parts\n  C os\nfiles\n  C os/a.json  json -> json\ninside JSON files\n  os/a.json\n      /n: 1 -> 2\n");
    Ran coloured = Ran.with(ws, home, Map.of(), new Terminals(true, true, false), "diff", "@");
    assertThat(coloured.out()).contains("\u001b[33mC\u001b[0m os");
    assertThat(coloured.out().replaceAll("\u001b\\[\\d+m", "")).isEqualTo(plain.out());
    assertThat(pvr("diff").out()).isEqualTo("{\n\t\"os/a.json\": {\n\t\t\"n\": 2\n\t}\n}\n");
  }

  @Test
  void notesTheTimeOfACheckpointWithItsZone() throws IOException {
    Clock clock = Clock.fixed(Instant.parse("2026-07-01T10:00:00.9Z"), ZoneId.of("Europe/Berlin"));
    Session session =
        new Session(
            ws,
            home,
            Map.of("HOME", home.toString()),
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            clock,
            Terminals.NONE);
    assertThat(Pvr.run(List.of("commit", "-c"), session)).isZero();
    assertThat(ws.resolve("checkpoint.json"))
        .hasContent("{\"major\":\"2026-07-01T12:00:00+02:00\"}");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(ws.resolve("checkpoint.json"))))
        .isEqualTo("rw-r-----");
    assertThat(pvr("ls-files").out()).isEqualTo("checkpoint.json\n");
    String first = pvr("id", "@").out();
    assertThat(pvr("commit", "-c").code()).isZero();
    assertThat(pvr("id", "@").out()).isNotEqualTo(first);
  }
}
