package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.testkit.wire.WireLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuthFileTest {
  private static final AuthFile.Key KEY =
      new AuthFile.Key("http://127.0.0.1:18080/auth", "pantahub services");

  @TempDir Path directory;

  private String content() throws IOException {
    return Files.readString(directory.resolve("auth.json"));
  }

  @Test
  void writesTheBytesOfThePublishedProgram() throws IOException {
    new AuthFile(directory).put(KEY, "tok-user");
    assertThat(content()).isEqualTo(WireLog.named("42-login-ok").file("auth.json after"));
  }

  @Test
  void onlyTheOwnerMayReadIt() throws IOException {
    Path fresh = directory.resolve("new/.pvr");
    new AuthFile(fresh).put(KEY, "t");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(fresh.resolve("auth.json"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
        .isEqualTo("rwx------");
  }

  @Test
  void keepsWhatOthersPutThere() throws IOException {
    Files.writeString(
        directory.resolve("auth.json"),
        "{\"spec\":\"1\",\"more\":[1.50],\"tokens\":{\"z realm=r\":{\"Name\":\"n\",\"access-token\":\"old\",\"x\":null}}}");
    AuthFile file = new AuthFile(directory);
    file.put(KEY, "new");
    assertThat(content())
        .contains("\"more\": [\n        1.50\n    ]", "\"Name\": \"n\"", "\"x\": null");
    assertThat(file.tokens()).isEqualTo(Map.of("z realm=r", "old", KEY.text(), "new"));
  }

  @Test
  void entriesOfAnotherShapeAreNoTokens() throws IOException {
    Files.writeString(
        directory.resolve("auth.json"),
        "{\"tokens\":{\"a realm=r\":{\"access-token\":\"with\\nline\"},\"b realm=r\":7,\"c realm=r\":{\"access-token\":\"\"}}}");
    assertThat(new AuthFile(directory).tokens()).isEmpty();
  }

  @Test
  void aDamagedFileIsNamedAndNotReplaced() throws IOException {
    Files.writeString(directory.resolve("auth.json"), "{\"tokens\":");
    AuthFile file = new AuthFile(directory);
    assertThatThrownBy(() -> file.put(KEY, "t"))
        .hasMessageContaining("auth.json")
        .hasMessageContaining("log in again");
    assertThat(content()).isEqualTo("{\"tokens\":");
  }

  @Test
  void changesMadeAtTheSameTimeAreAllKept() throws Exception {
    List<Thread> writers = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      AuthFile.Key key = new AuthFile.Key("https://h" + i + "/auth", "r");
      writers.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  new AuthFile(directory).put(key, "t");
                } catch (IOException failed) {
                  failures.add(failed);
                }
              }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(failures).isEmpty();
    assertThat(new AuthFile(directory).tokens()).hasSize(20);
  }
}
