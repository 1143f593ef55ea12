package dev.firmtrail.pins.tree;

import dev.firmtrail.pins.yaml.YamlFile;
import dev.firmtrail.pins.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file of a build. What it holds is read when it is asked for. For one thread. */
public final class SourceFile {
  /** What a person writes is smaller; lock files of very large projects come close. */
  static final int MOST_BYTES = 4 << 20;

  /** Text has no NUL in so many first bytes; the same measure as git's. */
  private static final int PROBE = 8000;

  private final Path location;
  private final String path;
  private final String name;
  private @Nullable SoftReference<Content> text;
  private @Nullable SoftReference<YamlFile> yaml;

  private record Content(Optional<String> text) {}

  SourceFile(Path location, String path) {
    this.location = location;
    this.path = path;
    this.name = path.substring(path.lastIndexOf('/') + 1);
  }

  /** Below the tree, with slashes; may hold any characters. */
  public String path() {
    return path;
  }

  /** The last step of its path. */
  public String name() {
    return name;
  }

  /** All but the last step of its path, without a slash at the end; empty at the top. */
  public String directory() {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** Where it is on this machine. */
  public Path location() {
    return location;
  }

  /**
   * What it holds, with {@code \n} between lines and no {@code \r}; malformed UTF-8 becomes U+FFFD.
   * Empty for what is no text, cannot be read, or is larger than 4 MiB.
   */
  public Optional<String> text() {
    Content known = text == null ? null : text.get();
    if (known == null) {
      known = new Content(read());
      text = new SoftReference<>(known);
    }
    return known.text();
  }

  /** Its lines, without their ends; none where there is no text. The first has the number 1. */
  public List<String> lines() {
    return text().map(all -> List.of(all.split("\n", -1))).orElse(List.of());
  }

  /** What it holds as YAML or, by its name, as JSON that may have comments. */
  public YamlFile yaml() {
    YamlFile known = yaml == null ? null : yaml.get();
    if (known == null) {
      known =
          text()
              .map(all -> path.endsWith(".json") ? YamlReader.json(all) : YamlReader.yaml(all))
              .orElse(YamlFile.NOTHING);
      yaml = new SoftReference<>(known);
    }
    return known;
  }

  private Optional<String> read() {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(location, LinkOption.NOFOLLOW_LINKS)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
    if (bytes.length > MOST_BYTES) {
      return Optional.empty();
    }
    for (int i = 0; i < Math.min(bytes.length, PROBE); i++) {
      if (bytes[i] == 0) {
        return Optional.empty();
      }
    }
    String all = new String(bytes, StandardCharsets.UTF_8);
    // Alone it ends a line for readers of YAML, and for nobody who counts lines.
    return Optional.of(all.indexOf('\r') < 0 ? all : all.replace("\r\n", "\n").replace('\r', ' '));
  }

  @Override
  public String toString() {
    return path;
  }
}
