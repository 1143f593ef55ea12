package dev.firmtrail.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same tree has one state id, whoever commits it, wherever and whenever. */
class OneStateIdTest {
  private static final Map<String, String> FILES =
      new TreeMap<>(
          Map.of(
              "a.txt", "a",
              "B.txt", "b",
              "i/I/ı.json", "{\"İ\": 1.10, \"i\": null, \"ﬀ\": 1e2, \"😀\": []}",
              "Größe/ß", "ß",
              "z/日本.bin", "日本",
              "_config/x.json", "[1, 2.50, \"ü\"]"));

  /** The SHA-256 of the canonical JSON, worked out by hand, not by this program. */
  private static final String ID =
      "af38a266445b3c1d78cae676049701678af9fa85c60c7d48edea7ac4009aefa3";

  @TempDir Path directory;

  private Path ws;
  private Path home;

  @BeforeEach
  void openToEverybody() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    ws = open(directory.resolve("ws"));
    home = open(directory.resolve("home"));
  }

  private static Path open(Path made) throws IOException {
    Files.createDirectories(made);
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
    return made;
  }

  private void tree(List<String> order, Instant time) throws IOException {
    for (String name : order) {
      Path file = ws.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, FILES.getOrDefault(name, ""));
      Files.setLastModifiedTime(file, FileTime.from(time));
    }
  }

  private void commitsTo(String id, PvrProcess pvr) throws IOException, InterruptedException {
    pvr.out("init");
    pvr.out("add");
    assertThat(pvr.out("id").strip()).isEqualTo(id);
    pvr.out("commit", "-m", "ü");
    assertThat(pvr.out("id", "@").strip()).isEqualTo(id);
    assertThat(pvr.out("status")).isEmpty();
  }

  private static List<String> inOrder() {
    return List.copyOf(FILES.keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "022", "077"})
  void underAnyUmask(String umask) throws IOException, InterruptedException {
    tree(inOrder(), Instant.EPOCH);
    commitsTo(
        ID,
        new PvrProcess(
            ws,
            home,
            Map.of(),
            List.of("/bin/sh", "-c", "umask " + umask + "; exec \"$@\"", "sh")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "de_DE", "tr_TR.UTF-8", "C.UTF-8"})
  void inAnyLanguageUnderTheLaunchersLocale(String language)
      throws IOException, InterruptedException {
    tree(inOrder(), Instant.now());
    commitsTo(
        ID, new PvrProcess(ws, home, Map.of("LANG", language, "LC_CTYPE", language), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "de_DE", "POSIX"})
  void refusesALocaleThatCannotNameFiles(String locale) throws IOException, InterruptedException {
    tree(inOrder(), Instant.now());
    Process process = new PvrProcess(ws, home, Map.of("LC_ALL", locale), List.of()).start("init");
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(4);
    assertThat(said).contains("no UTF-8 locale").contains("LC_ALL=C.UTF-8");
    assertThat(ws.resolve(".pvr")).doesNotExist();
  }

  @Test
  void inAnyTimeZoneAtAnyTimeAndInAnyOrderOfCreation() throws IOException, InterruptedException {
    List<String> reversed = new ArrayList<>(inOrder());
    Collections.reverse(reversed);
    tree(reversed, Instant.parse("2037-12-31T23:59:59Z"));
    commitsTo(ID, new PvrProcess(ws, home, Map.of("TZ", "Pacific/Kiritimati"), List.of()));
  }

  @Test
  void forAnotherUser() throws IOException, InterruptedException {
    assumeThat(System.getProperty("user.name"))
        .as("only root can become another user")
        .isEqualTo("root");
    Path elsewhere = Files.createTempDirectory(Path.of("/tmp"), "firmtrail-user-");
    try {
      Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxrwxrwx"));
      ws = open(elsewhere.resolve("ws"));
      home = open(elsewhere.resolve("home"));
      tree(inOrder(), Instant.EPOCH);
      commitsTo(
          ID,
          new PvrProcess(
              ws,
              home,
              Map.of(),
              List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")));
    } finally {
      new ProcessBuilder("rm", "-rf", elsewhere.toString()).start().waitFor();
    }
  }
}
