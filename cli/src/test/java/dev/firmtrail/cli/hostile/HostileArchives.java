package dev.firmtrail.cli.hostile;

import dev.firmtrail.testkit.tar.Tars;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Archives that lead out, hold what is no file, grow, or lie. Some come by a URL as well. */
final class HostileArchives {
  private static final byte[] X = LyingHub.ROOT;
  private static final long BOMB = 24L << 20;
  private static final String OBJECT = "objects/" + LyingHub.ROOT_ID;

  private HostileArchives() {}

  static List<Hostile> all() {
    List<Hostile> all = new ArrayList<>(members());
    all.addAll(tricks());
    all.addAll(growing());
    all.addAll(objects());
    all.add(notAnArchive());
    return all;
  }

  private static List<Hostile> members() {
    return List.of(
        refused(
            "archive-leads-up",
            "A member is `../../outside/mine`.",
            new Tars().file("../../outside/mine", X),
            "leads out"),
        refused(
            "archive-is-absolute",
            "A member is `/etc/x`.",
            new Tars().file("/etc/x", X),
            "absolute"),
        refused(
            "archive-symlink",
            "`objects` is a symbolic link to `/etc`, and a member lies behind it.",
            new Tars().special('2', "objects", "/etc").file("objects/passwd", X),
            "symbolic link"),
        refused(
            "archive-hard-link",
            "An object is a hard link to `/etc/shadow`.",
            new Tars().special('1', OBJECT, "/etc/shadow"),
            "hard link"),
        refused(
            "archive-device",
            "A member is a device.",
            new Tars().special('4', "sda", ""),
            "device"),
        refused(
            "archive-fifo", "A member is a pipe.", new Tars().special('6', "pipe", ""), "pipe"));
  }

  private static List<Hostile> tricks() {
    return List.of(
        refused(
            "archive-pax-name",
            "An extended header names the member `../x`, its own header `json`.",
            new Tars().pax('x', "path=../x").file("json", LyingHub.STATE),
            "leads out"),
        refused(
            "archive-gnu-name",
            "A GNU long name says `/etc/x`, the header `note`.",
            new Tars().gnuLongName("/etc/x").file("note", X),
            "absolute"),
        refused(
            "archive-pax-size",
            "An extended header says another size than the header.",
            new Tars().pax('x', "size=1").file("note", X),
            "two sizes"),
        refused(
            "archive-pax-huge",
            "An extended header has 8 GiB.",
            new Tars().member('x', "h", "", "77777777777", X),
            "extended header"),
        refused(
            "archive-escapes",
            "A member's name would clear the terminal.",
            new Tars().file("../\u001b[31m\r\nx", X),
            "\\u{1b}[31m\\u{d}\\u{a}"),
        all(
            "archive-two-states",
            "Two members `json`: readers differ in which one counts.",
            Scene.archive().file("./json", "{}"),
            "two members"));
  }

  private static List<Hostile> growing() {
    return List.of(
        refused(
            "gzip-bomb-state",
            "24 KB of gzip that become a state of 24 MB.",
            scene -> Files.write(scene.at("hostile.tar"), zeros("json", BOMB)),
            "more than 16777216 are refused"),
        all(
            "gzip-bomb-object",
            "24 KB of gzip that become an object of 24 MB.",
            scene ->
                Files.write(
                    scene.at("hostile.tar"),
                    join(
                        Tars.gzip(new Tars().file("json", LyingHub.STATE).open()),
                        zeros(OBJECT, BOMB))),
            LyingHub.ROOT_ID),
        refused(
            "tar-huge-state",
            "A state that claims 8 GiB, in a file of 2 KiB.",
            new Tars().member('0', "json", "", "77777777777", X),
            "more than 16777216 are refused"),
        all(
            "tar-huge-object",
            "An object that claims 8 EiB.",
            new Tars().file("json", LyingHub.STATE).raw(huge()),
            "ends in the middle"),
        all(
            "tar-cut",
            "The archive ends in the middle of an object.",
            scene -> write(scene, Arrays.copyOf(Scene.archive().closed(), 1600)),
            "ends in the middle"),
        refused(
            "gzip-cut",
            "The compression ends in its middle.",
            scene -> write(scene, Arrays.copyOf(Tars.gzip(Scene.archive().closed()), 60)),
            "cut short"));
  }

  private static List<Hostile> objects() {
    byte[] other = "other bytes".getBytes(StandardCharsets.UTF_8);
    return List.of(
        all(
            "archive-wrong-object",
            "An object has other bytes than its name says.",
            new Tars().file("json", LyingHub.STATE).file(OBJECT, other),
            LyingHub.ROOT_ID),
        Hostile.of(
                "archive-lacks-object",
                "An object of the state is neither there nor in the pool.",
                scene -> {
                  Files.delete(scene.pool().resolve(LyingHub.KERNEL_ID));
                  write(scene, new Tars().file("json", LyingHub.STATE).file(OBJECT, X).closed());
                })
            .refusedBy(Typed.ARCHIVE, LyingHub.KERNEL_ID));
  }

  private static Hostile notAnArchive() {
    return refused(
        "archive-is-html",
        "A proxy's login page lies where the archive should.",
        scene -> write(scene, "<html>log in</html>".getBytes(StandardCharsets.UTF_8)),
        "not a tar archive");
  }

  private static void write(Scene scene, byte[] archive) throws IOException {
    Files.write(scene.at("hostile.tar"), archive);
  }

  /** Refused wherever it stands, so also before the state. */
  private static Hostile refused(String name, String what, Tars first, String says) {
    byte[] archive = join(first.open(), Scene.archive().closed());
    return refused(name, what, scene -> write(scene, archive), says);
  }

  private static Hostile refused(String name, String what, Hostile.Stage stage, String says) {
    return all(name, what, stage, says).refusedBy(Typed.ARCHIVE_STATE, says);
  }

  /** Refused by those that read all of it. */
  private static Hostile all(String name, String what, Tars archive, String says) {
    return all(name, what, scene -> write(scene, archive.closed()), says);
  }

  private static Hostile all(String name, String what, Hostile.Stage stage, String says) {
    return Hostile.of(
            name,
            what,
            scene -> {
              // What the pool has is not read from an archive, but by import.
              Files.delete(scene.pool().resolve(LyingHub.ROOT_ID));
              stage.set(scene);
            })
        .refusedBy(Typed.ARCHIVE, says);
  }

  /** The header of an object of 2 to the 62 bytes. */
  private static byte[] huge() {
    return Tars.header(OBJECT, 1L << 62);
  }

  private static byte[] join(byte[] some, byte[] more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(some);
    out.writeBytes(more);
    return out.toByteArray();
  }

  private static byte[] zeros(String name, long size) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(Tars.header(name, size));
      byte[] block = new byte[1 << 20];
      for (long left = size; left > 0; left -= block.length) {
        gzip.write(block);
      }
      gzip.write(new byte[1024]);
    }
    return out.toByteArray();
  }
}
