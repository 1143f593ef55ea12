package dev.firmtrail.cli.scenario;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The members of a tar file, a line each in the record's terms, read header by header and without
 * the program's own reader.
 *
 * @param times whether the members are dated
 */
record TarEntries(List<String> lines, boolean times) {
  private static final int BLOCK = 512;

  static TarEntries recorded(List<JsonObject> entries) {
    List<String> lines = new ArrayList<>();
    boolean times = false;
    for (JsonObject entry : entries) {
      times |= entry.get("mtime_set").equals(Optional.of(Json.Literal.TRUE));
      lines.add(
          line(
              entry.string("name").orElseThrow(),
              entry.string("type").orElseThrow(),
              entry.string("mode").orElseThrow(),
              entry.integer("size").orElseThrow(),
              entry.integer("uid").orElseThrow() + ":" + entry.integer("gid").orElseThrow(),
              entry.string("uname").orElseThrow() + entry.string("gname").orElseThrow()));
    }
    return new TarEntries(lines, times);
  }

  static TarEntries of(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(open(file))) {
      List<String> lines = new ArrayList<>();
      boolean times = false;
      byte[] header = new byte[BLOCK];
      for (in.readFully(header); header[0] != 0; in.readFully(header)) {
        long size = octal(header, 124, 12);
        times |= octal(header, 136, 12) != 0;
        lines.add(
            line(
                text(header, 0, 100),
                text(header, 156, 1),
                "0o" + Long.toOctalString(octal(header, 100, 8)),
                size,
                octal(header, 108, 8) + ":" + octal(header, 116, 8),
                text(header, 265, 32) + text(header, 297, 32)));
        in.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
      }
      return new TarEntries(lines, times);
    }
  }

  /** A file's bytes, uncompressed. */
  static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(1);
    boolean compressed = in.read() == 0x1F;
    in.reset();
    return compressed ? new GZIPInputStream(in) : in;
  }

  private static String line(
      String name, String type, String mode, long size, String owner, String names) {
    return String.join(" ", name, type, mode, Long.toString(size), owner, names).strip();
  }

  private static String text(byte[] header, int offset, int length) {
    String raw = new String(header, offset, length, StandardCharsets.UTF_8);
    int end = raw.indexOf('\0');
    return end < 0 ? raw : raw.substring(0, end);
  }

  private static long octal(byte[] header, int offset, int length) {
    return Long.parseLong(text(header, offset, length).strip(), 8);
  }

  /** The lines that the other does not have, each as often as it has too few of them. */
  String without(TarEntries other) {
    List<String> left = new ArrayList<>(lines);
    other.lines.forEach(left::remove);
    left.sort(null);
    return String.join("\n", left);
  }

  String first() {
    return lines.getFirst();
  }
}
