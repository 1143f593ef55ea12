package dev.firmtrail.pins.buildroot;

import dev.firmtrail.pins.tree.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Hashes of downloads, a line each: type, digits, name of the file.
 *
 * @param file where they stand
 */
record HashFile(SourceFile file, List<Line> lines) {
  private static final Set<String> TYPES =
      Set.of("md5", "sha1", "sha224", "sha256", "sha384", "sha512");

  record Line(String type, String name, int number) {
    boolean isStrong() {
      return !type.equals("md5") && !type.equals("sha1");
    }
  }

  static HashFile of(SourceFile file) {
    List<Line> lines = new ArrayList<>();
    List<String> all = file.lines();
    for (int i = 0; i < all.size(); i++) {
      String[] words = all.get(i).strip().split("\\s+", -1);
      if (words.length == 3 && TYPES.contains(words[0])) {
        lines.add(new Line(words[0], words[2], i + 1));
      }
    }
    return new HashFile(file, List.copyOf(lines));
  }
}
