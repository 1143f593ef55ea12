package dev.firmtrail.workspace.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.ObjectId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads an archive as a device does, which is stricter than any tar, and fails where a device would
 * not find its way: {@code ustar} in each header, names compared as they stand, the state under
 * {@code json}, 64 digits behind {@code objects/}, sizes in octal, nothing but files.
 */
final class DeviceReader {
  private final byte[] tar;
  private int at;

  /** In the order in which they come. */
  final Map<String, byte[]> members = new LinkedHashMap<>();

  final List<String> names = new ArrayList<>();

  DeviceReader(byte[] tar) {
    this.tar = tar;
    assertThat(tar.length % 512).isZero();
    while (tar[at] != 0) {
      member();
    }
    byte[] end = Arrays.copyOfRange(tar, at, tar.length);
    assertThat(end).as("two blocks of zeros and nothing behind").isEqualTo(new byte[1024]);
  }

  private void member() {
    assertThat(text(257, 5)).isEqualTo("ustar");
    assertThat(tar[at + 262]).isZero();
    assertThat(text(263, 2)).isEqualTo("00");
    assertThat(tar[at + 156]).isEqualTo((byte) '0');
    assertThat(Long.parseLong(text(148, 6), 8)).isEqualTo(sum());
    String name = text(0, 100);
    int size = Integer.parseInt(text(124, 11), 8);
    byte[] content = Arrays.copyOfRange(tar, at + 512, at + 512 + size);
    if (names.isEmpty()) {
      assertThat(name).isEqualTo("json");
      assertThat(new String(content, StandardCharsets.UTF_8)).startsWith("{\"#spec\":");
    } else {
      assertThat(name).startsWith("objects/").hasSize(72);
      assertThat(ObjectId.of(content).hex()).isEqualTo(name.substring(8));
    }
    names.add(name);
    members.put(name, content);
    at += 512 + (size + 511) / 512 * 512;
  }

  private String text(int offset, int length) {
    String raw = new String(tar, at + offset, length, StandardCharsets.US_ASCII);
    int end = raw.indexOf('\0');
    return end < 0 ? raw : raw.substring(0, end);
  }

  private long sum() {
    long sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? ' ' : tar[at + i] & 0xFF;
    }
    return sum;
  }
}
