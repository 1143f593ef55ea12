package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.program.HubProgram;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line, as far as it goes without serving. */
class HubProgramTest {
  private static final int HELP_WIDTH = 100;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = HubProgram.commandLine(Map.of());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void helpsWithExamplesAndExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("serve").contains("Exit codes").contains("143");
    assertThat(run("serve", "--help")).isZero();
    assertThat(out.toString()).contains("firmtrail-hub serve --data ./hub --listen 127.0.0.1:0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "doctor",
        "backup",
        "restore",
        "user",
        "user add",
        "user passwd",
        "user disable",
        "user enable",
        "user list"
      })
  void eachCommandHelpsWithExamplesOnOneLine(String command) {
    assertThat(run((command + " --help").split(" "))).isZero();
    assertThat(out.toString()).contains("Examples:", "firmtrail-hub " + command, "Exit codes:");
    assertThat(out.toString().lines().filter(line -> line.startsWith("  firmtrail-hub ")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(HELP_WIDTH));
  }

  @Test
  void aSwitchCanBeTakenBackAndNothingIsSaidTwice(@TempDir Path data) {
    assertThat(run("doctor", "--data", data.toString(), "--data", data.toString())).isEqualTo(2);
    String[] serve = {"serve", "--data", "x", "--listen", "no", "--tls-legacy-devices=maybe"};
    assertThat(run(serve)).isEqualTo(2);
    assertThat(err.toString()).contains("--listen: 'no' is not HOST:PORT");
  }

  @Test
  void saysItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("firmtrail-hub ");
  }

  @Test
  void asksForACommand() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("serve");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8080",
        ":8080",
        "127.0.0.1",
        "127.0.0.1:x",
        "127.0.0.1:70000",
        "no.such.host.invalid:80"
      })
  void refusesAnAddressThatIsNone(String address, @TempDir Path data) {
    assertThat(run("serve", "--data", data.toString(), "--listen", address)).isEqualTo(2);
    assertThat(err.toString()).contains("--listen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hub.example.org",
        "ftp://hub.example.org",
        "https://hub.example.org/?q",
        "https://"
      })
  void refusesAPublicUrlThatIsNone(String url, @TempDir Path data) {
    assertThat(
            run("serve", "--data", data.toString(), "--listen", "127.0.0.1:0", "--public-url", url))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--public-url");
  }

  @Test
  void saysInOneLineWhyItCannotStart(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    assertThat(run("serve", "--data", file.toString(), "--listen", "127.0.0.1:0")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("firmtrail-hub: ")
        .contains(file.toString())
        .hasLineCount(1);
  }
}
