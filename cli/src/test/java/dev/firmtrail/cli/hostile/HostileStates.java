package dev.firmtrail.cli.hostile;

import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.testkit.tar.Tars;
import dev.firmtrail.testkit.wire.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/**
 * States that no honest program makes. Each comes from a hub, in an archive, in another directory,
 * and lies in the workspace itself.
 */
final class HostileStates {
  private static final String ID = LyingHub.ROOT_ID;

  /** A repository on a hub that sends the state and nothing else. */
  private static final List<Typed> FROM_HUB = Typed.READ_STATE;

  /**
   * All commands read the state of their own workspace in one place; a case of each kind shows that
   * they do.
   */
  private static final Set<String> ALL_OWN =
      Set.of("key-leads-up", "id-is-a-path", "state-deep", "state-is-html");

  private static final List<Typed> SOME_OWN = Typed.only(Typed.OWN, "status", "checkout", "export");

  private static final List<Typed> FROM_ARCHIVE = Typed.join(Typed.ARCHIVE, Typed.ARCHIVE_STATE);

  private HostileStates() {}

  static List<Hostile> all() {
    return List.of(
        key("key-leads-up", "A key of the state is `../x`.", "../x", "'..' component"),
        key("key-leads-up-later", "A key is `a/../../x`.", "a/../../x", "'..' component"),
        key("key-is-absolute", "A key is `/etc/x`.", "/etc/x", "absolute path"),
        key("key-with-empty-component", "A key is `a//b`.", "a//b", "empty component"),
        key("key-into-workspace", "A key is `.pvr/json`.", ".pvr/json", "own directory .pvr"),
        key("key-with-nul", "A key has a NUL in it.", "a\\u0000b", "NUL"),
        key("key-component-too-long", "A component has 256 bytes.", "é".repeat(128), "255 bytes"),
        key(
            "key-with-10000-components",
            "A key has 10,000 components.",
            "a/".repeat(9999) + "a",
            "3072 bytes"),
        id("id-is-a-path", "An object's id is `../../outside/mine`.", "../../outside/mine"),
        id("id-in-upper-case", "An object's id is in upper case.", "AB".repeat(32)),
        id("id-is-short", "An object's id has 63 digits.", ID.substring(1)),
        id("id-with-newline", "An object's id ends with a newline.", ID + "\\n"),
        everywhere("id-is-no-text", "An object's id is a number.", state("\"a\":7"), "object id"),
        everywhere(
            "state-deep",
            "The state is nested 100,000 deep.",
            state("\"a.json\":" + "[".repeat(100_000) + "]".repeat(100_000)),
            "nested deeper than 500"),
        everywhere(
            "number-explodes",
            "A number is `1e999999999`.",
            state("\"a.json\":1e999999999"),
            "at most 4096 are read"),
        everywhere(
            "number-too-long",
            "A number has 100,000 digits.",
            state("\"a.json\":1" + "0".repeat(100_000)),
            "at most 4096 are read"),
        tolerated(
            "duplicate-key",
            "A key is there twice, with two ids.",
            state("\"a\":\"%s\",\"a\":\"%s\"".formatted(LyingHub.KERNEL_ID, ID)),
            "duplicate"),
        tolerated(
            "lone-surrogate",
            "A key is half a character, `\\ud800`.",
            state("\"\\ud800.json\":1"),
            "surrogate"),
        tolerated(
            "broken-utf-8",
            "A string is not UTF-8.",
            state("\"a.json\":\"\u00ff\u00fe\""),
            "UTF-8"),
        tolerated(
            "text-behind-the-state",
            "Behind the state comes a second one.",
            state("\"a\":\"%s\"".formatted(ID)) + "{}",
            "line 1, column"),
        everywhere(
            "file-is-also-a-directory",
            "`a` is a file, and `a/b` too.",
            state("\"a\":\"%1$s\",\"a/b\":\"%1$s\"".formatted(ID)),
            "a/b"),
        everywhere("spec-is-no-text", "`#spec` is a list.", "{\"#spec\":[]}", "#spec"),
        everywhere("state-is-a-list", "The state is a list.", "[]", ""),
        everywhere(
            "state-is-html", "A proxy's login page comes as the state.", "<html>log in</html>", ""),
        everywhere(
            "key-with-escapes",
            "A key that leads up would also clear the terminal.",
            state("\"../\\u001b[31m\\n\\u202e\":\"%s\"".formatted(ID)),
            "\\u{1b}[31m\\u{a}\\u{202e}"),
        backslash());
  }

  private static String state(String members) {
    return "{\"#spec\":\"pantavisor-service-system@1\"," + members + "}";
  }

  private static Hostile key(String name, String what, String key, String says) {
    return everywhere(name, what, state("\"%s\":\"%s\"".formatted(key, ID)), says);
  }

  private static Hostile id(String name, String what, String id) {
    return everywhere(name, what, state("\"a\":\"%s\"".formatted(id)), "object id");
  }

  private static Hostile everywhere(String name, String what, String state, String says) {
    return fromOutside(name, what, state, says)
        .refusedBy(Typed.DIRECTORY, says)
        .refusedBy(ALL_OWN.contains(name) ? Typed.OWN : SOME_OWN, says);
  }

  /**
   * Old programs wrote such ones into their own workspaces, so there they are read, aloud; from a
   * hub or in an archive they are refused.
   */
  private static Hostile tolerated(String name, String what, String state, String says) {
    return fromOutside(name, what, state, says)
        .harmlessFor(Typed.only(Typed.OWN, "json", "inspect"), "");
  }

  private static Hostile fromOutside(String name, String what, String state, String says) {
    byte[] bytes = state.getBytes(StandardCharsets.ISO_8859_1);
    byte[] document = name.startsWith("broken") ? bytes : state.getBytes(StandardCharsets.UTF_8);
    return Hostile.of(name, what, scene -> place(scene, document))
        .refusedBy(FROM_HUB, says)
        .refusedBy(Typed.READ_STEP, says)
        .refusedBy(FROM_ARCHIVE, says);
  }

  private static void place(Scene scene, byte[] document) throws IOException {
    String body = new String(document, StandardCharsets.ISO_8859_1);
    scene.hub().lie("GET /trails/t1/steps/3/state", Answer.bytesOf(200, body));
    scene.hub().lie("GET /trails/t1/steps/3", Answer.bytesOf(200, LyingHub.step("3", body)));
    Files.write(
        scene.at("hostile.tar"),
        new Tars().file("json", document).file("objects/" + ID, LyingHub.ROOT).closed());
    Files.write(scene.at("neighbour/.pvr/json"), document);
    if (Typed.OWN.contains(scene.command())) {
      Files.write(scene.at("ws/.pvr/json"), document);
    }
  }

  /** On Linux it is a letter like any other; it must only come back as it went. */
  private static Hostile backslash() {
    return Hostile.of(
            "key-with-backslash",
            "A key is `a\\..\\x`: one name, on Linux.",
            scene ->
                place(
                    scene,
                    state("\"a\\\\..\\\\x\":\"%s\"".formatted(ID))
                        .getBytes(StandardCharsets.UTF_8)))
        .ends(ExitCode.OK, "", Typed.CLONE_AND_GET.getFirst())
        .harmlessFor(Typed.only(Typed.ARCHIVE, "import", "clone"), "");
  }
}
