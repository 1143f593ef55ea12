package dev.firmtrail.cli.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/**
 * What must hold of an exported archive, so that the published program can import it and a device's
 * own reader, which compares names letter by letter and knows no header but ustar, can take it.
 */
public final class ArchiveRules {
  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int MODE = 100;
  private static final int OWNER = 108;
  private static final int GROUP = 116;
  private static final int SIZE = 124;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int OWNER_NAME = 265;
  private static final int PREFIX = 345;
  private static final int NUMBER_BYTES = 8;
  private static final int SIZE_BYTES = 12;

  private ArchiveRules() {}

  /** Holds an archive to the rules; gives its state. */
  public static JsonNode check(Path archive) throws IOException {
    byte[] bytes = unpacked(archive);
    Map<String, byte[]> entries = entries(bytes);
    assertThat(entries.keySet().iterator().next()).as("first entry").isEqualTo("json");
    byte[] document = Objects.requireNonNull(entries.remove("json"));
    JsonNode state = GoJson.whole(document);
    assertThat(new String(document, StandardCharsets.UTF_8)).isEqualTo(GoJson.canonical(state));
    assertThat(state.path("#spec").isString()).as("#spec is text").isTrue();
    entries.forEach(
        (name, content) -> assertThat(name).isEqualTo("objects/" + OldWorkspace.sha(content)));
    state.forEachEntry((key, value) -> {
      if (!key.equals("#spec") && (!key.endsWith(".json") || GoJson.looksLikeAnId(value))) {
        assertThat(entries).as("object of %s", key).containsKey("objects/" + value.asString());
      }
    });
    return state;
  }

  private static byte[] unpacked(Path archive) throws IOException {
    String name = archive.toString().toLowerCase(Locale.ROOT);
    boolean packed = name.endsWith(".gz") || name.endsWith(".tgz");
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
        InputStream tar = packed ? new GZIPInputStream(in) : in) {
      return tar.readAllBytes();
    }
  }

  private static Map<String, byte[]> entries(byte[] tar) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    int at = 0;
    while (tar[at] != 0) {
      String name = text(tar, at, NAME_BYTES);
      int size = checkHeader(tar, at, name);
      byte[] content = Arrays.copyOfRange(tar, at + BLOCK, at + BLOCK + size);
      assertThat(entries.put(name, content)).as("entries named %s", name).isNull();
      at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
    }
    assertThat(tar.length - at).as("bytes of the end").isGreaterThanOrEqualTo(2 * BLOCK);
    for (int i = at; i < tar.length; i++) {
      assertThat(tar[i]).as("byte %d, after the end", i).isZero();
    }
    return entries;
  }

  private static int checkHeader(byte[] tar, int at, String name) {
    assertThat(new String(tar, at + MAGIC, NUMBER_BYTES, StandardCharsets.ISO_8859_1))
        .as("magic of %s", name)
        .isEqualTo("ustar\00000");
    assertThat((char) tar[at + TYPE]).as("type of %s", name).isEqualTo('0');
    assertThat(number(tar, at + OWNER, NUMBER_BYTES)).as("owner of %s", name).isZero();
    assertThat(number(tar, at + GROUP, NUMBER_BYTES)).as("group of %s", name).isZero();
    assertThat(text(tar, at + OWNER_NAME, 2 * 32)).as("owner's names of %s", name).isEmpty();
    assertThat(text(tar, at + PREFIX, BLOCK - PREFIX)).as("prefix of %s", name).isEmpty();
    assertThat(number(tar, at + MODE, NUMBER_BYTES) & 0400).as("mode of %s", name).isNotZero();
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM && i < CHECKSUM + NUMBER_BYTES;
      sum += own ? ' ' : Byte.toUnsignedInt(tar[at + i]);
    }
    assertThat(number(tar, at + CHECKSUM, NUMBER_BYTES)).as("checksum of %s", name).isEqualTo(sum);
    return number(tar, at + SIZE, SIZE_BYTES);
  }

  private static int number(byte[] tar, int at, int length) {
    String digits = text(tar, at, length).strip();
    return digits.isEmpty() ? 0 : Integer.parseInt(digits, 8);
  }

  private static String text(byte[] tar, int at, int length) {
    String field = new String(tar, at, length, StandardCharsets.ISO_8859_1);
    int end = field.indexOf('\0');
    return end < 0 ? field : field.substring(0, end);
  }
}
