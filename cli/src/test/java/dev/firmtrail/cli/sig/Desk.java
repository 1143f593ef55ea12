package dev.firmtrail.cli.sig;

import dev.firmtrail.cli.Pvr;
import dev.firmtrail.cli.Ran;
import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.cli.frame.Session.Terminals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A person who signs: a home, and a workspace with two parts and a file outside of them. */
final class Desk {
  static final Path VECTORS =
      Path.of(System.getProperty("firmtrail.root", "..")).resolve("vectors");
  static final Path KEYS = VECTORS.resolve("pvr/keys");

  final Path home;
  final Path ws;
  private final Map<String, String> environment = new HashMap<>();
  private Instant now = Instant.parse("2026-11-30T12:00:00Z");

  Desk(Path directory) throws IOException {
    home = Files.createDirectories(directory.resolve("home"));
    ws = Files.createDirectories(directory.resolve("ws"));
    environment.put("HOME", home.toString());
    write("bsp/kernel.img", "kernel one");
    write("app/root.squashfs", "root one");
    write("app/run.json", "{\"name\": \"app\"}");
    write("app/src.json", "{\"template\": \"x\"}");
    write("device.json", "{\"groups\": []}");
    ok("init");
    ok("add");
    ok("commit");
  }

  void write(String file, String text) throws IOException {
    Files.createDirectories(ws.resolve(file).getParent());
    Files.writeString(ws.resolve(file), text);
  }

  void set(String variable, String value) {
    environment.put(variable, value);
  }

  void at(Instant time) {
    now = time;
  }

  Path pvs(String file) {
    return home.resolve(".pvr/pvs").resolve(file);
  }

  String signature(String name) throws IOException {
    return Files.readString(ws.resolve("_sigs/" + name + ".json"));
  }

  Ran pvr(String... words) {
    return run("", Terminals.NONE, words);
  }

  Ran ok(String... words) {
    return pvr(words).done();
  }

  /** A person sits there and types. */
  Ran typing(String typed, String... words) {
    return run(typed, new Terminals(true, true, true), words);
  }

  private Ran run(String typed, Terminals terminals, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Pvr.run(
            List.of(words),
            new Session(
                ws,
                home,
                environment,
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                Clock.fixed(now, ZoneOffset.UTC),
                terminals));
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
