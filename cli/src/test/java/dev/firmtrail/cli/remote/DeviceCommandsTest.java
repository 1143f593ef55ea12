package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Pvr;
import dev.firmtrail.cli.Ran;
import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.cli.frame.Session.Terminals;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireRequest;
import dev.firmtrail.testkit.wire.WireServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** claim and the commands about devices, against a hub that answers what a test wants. */
class DeviceCommandsTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private Terminals terminals = Terminals.NONE;
  private String entries = "";

  private Answer answer(WireRequest request, WireServer server) {
    return switch (request.path().replaceFirst("\\?.*", "")) {
      case "/auth/auth_status" ->
          Answer.json(200, "{\"type\":\"USER\",\"nick\":\"a\",\"prn\":\"p\"}");
      case "/logs/" -> Answer.json(200, "{\"entries\":[" + entries + "],\"next-cursor\":\"\"}");
      default -> Answer.json(200, request.body().isEmpty() ? "{}" : request.text());
    };
  }

  private Ran pvr(WireServer server, String typed, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    environment.putAll(
        Map.of(
            "HOME", directory.toString(),
            "PVR_BASEURL", server.url().toString(),
            "PVR_ACCESSTOKEN", "tok"));
    int code =
        Pvr.run(
            List.of(arguments),
            new Session(
                directory,
                directory,
                environment,
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                NOW,
                terminals));
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void claimAsksForTheChallengeAndGoesToTheHubOfTheSettings() {
    try (WireServer server = WireServer.start(this::answer)) {
      terminals = new Terminals(true, true, true);
      Ran ran = pvr(server, "fully-firm-bear\n", "claim", "box");
      assertThat(ran.code()).isZero();
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).isEqualTo("Enter Challenge: ");
      assertThat(server.lines()).containsExactly("PUT /devices/box?challenge=fully-firm-bear");
      assertThat(pvr(server, "", "claim", "box").code()).as("nobody there").isEqualTo(4);
    }
  }

  @Test
  void setSendsWhatStandsBehindTheFirstEquals() {
    try (WireServer server = WireServer.start(this::answer)) {
      Ran ran = pvr(server, "", "device", "set", "box", "k=<v>=1", "empty=", "gone");
      assertThat(server.requests().getLast().text())
          .isEqualTo("{\"empty\":\"\",\"gone\":null,\"k\":\"<v>=1\"}");
      assertThat(ran.out())
          .isEqualTo(
              "{\n    \"empty\": \"\",\n    \"gone\": null,\n    \"k\": \"\\u003cv\\u003e=1\"\n}\nuser-meta field Updated Successfully\n");
    }
  }

  @Test
  void logsOnATerminalCannotMoveItsCursor() {
    entries =
        "{\"id\":\"1\",\"dev\":\"prn:::devices:/x\",\"plat\":\"p\\u001b[2J\",\"src\":\"s\",\"msg\":\"a\\u001b]0;x\\u0007\\tb\\nc\"}";
    try (WireServer server = WireServer.start(this::answer)) {
      String[] command = {"device", "logs", "--to", "2026-01-01"};
      String piped = pvr(server, "", command).out();
      assertThat(piped).contains("a\u001b]0;x\u0007\tb\nc");
      terminals = new Terminals(false, true, true);
      assertThat(pvr(server, "", command).out())
          .doesNotContain("\u001b")
          .contains("p\\u{1b}[2J(", "a\\u{1b}]0;x\\u{7}\tb\\u{a}c\n");
    }
  }

  @Test
  void logsAskForWhatFlagsVariablesAndTheArgumentSay() {
    try (WireServer server = WireServer.start(this::answer)) {
      environment.put("PVR_LOGS_TO_DATE", "2026-01-01");
      environment.put("PVR_LOGS_LEVEL", "ERROR");
      environment.put("PVR_LOGS_REV", "7");
      String id = "5ee13a6087dfb60008ab8f5c";
      Ran ran = pvr(server, "", "logs", "-p=q", "-src", "/a b", "one," + id + "/ignored@INFO#plat");
      assertThat(ran.code()).isZero();
      assertThat(ran.out())
          .isEqualTo(
              "\nDEPRECATED: the pvr logs command is deprecated and will go away in some future release. It can now be found as a device subcommand:pvr device logs\n");
      assertThat(server.lines())
          .containsExactly(
              "GET /logs/?before=2026-01-01T00%3A00%3A00Z&cursor=true&dev=one%2Cprn%3A%3A%3Adevices%3A%2F"
                  + id
                  + "&lvl=ERROR&page=3000&plat=q&rev=7&sort=time-created&src=%2Fa%20b");
    }
  }

  @Test
  void aTemplateThatIsNotUnderstoodIsNamedAndTheUsualFormUsed() {
    entries = "{\"id\":\"1\",\"dev\":\"x/dev\",\"msg\":\"hello\"}";
    try (WireServer server = WireServer.start(this::answer)) {
      Ran ran = pvr(server, "", "device", "logs", "--to", "2026-01-01", "-s", "{{.Msg}}");
      assertThat(ran.code()).isZero();
      assertThat(ran.err()).startsWith("the template {{.Msg}} is not understood");
      assertThat(ran.out()).endsWith("): hello\n");
      assertThat(pvr(server, "", "device", "logs", "--to", "2026-01-01", "-s", "{{.msg}}!").out())
          .isEqualTo("hello!\n");
      assertThat(pvr(server, "", "logs", "--to", "2026-01-01", "--json").out())
          .isEqualTo("{\"id\":\"1\",\"dev\":\"x/dev\",\"msg\":\"hello\"}\n");
    }
  }

  @Test
  void scanSaysWhatToDoInstead() {
    try (WireServer server = WireServer.start(this::answer)) {
      Ran ran = pvr(server, "", "scan");
      assertThat(ran.code()).isEqualTo(3);
      assertThat(ran.out()).startsWith("\nDEPRECATED: the pvr scan command");
      assertThat(ran.err()).contains("not available").contains("avahi-browse").hasLineCount(1);
      assertThat(server.requests()).isEmpty();
    }
  }
}
