package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two builds of the same sources give the same jars, byte for byte: {@code ./slow reproducible}.
 */
@EnabledIfSystemProperty(
    named = "firmtrail.reproducible",
    matches = "true",
    disabledReason = "builds everything twice; run it by ./slow reproducible")
class ReproducibleTest {
  private static final Path ROOT = Path.of(System.getProperty("firmtrail.root"));
  private static final String OLDER = "17";

  @TempDir Path temp;

  @Test
  void twoBuildsInTwoPlacesByTwoJvmsGiveTheSameJars() throws Exception {
    String own = System.getProperty("java.home");
    Optional<String> older = jdk(OLDER);
    System.out.println(
        "ReproducibleTest: Maven runs on "
            + own
            + " and on "
            + older.orElse("the same again: no JDK " + OLDER + " is in /usr/lib/jvm"));

    // Both first: somebody may go on to work on the sources while they are built.
    Path here = copySources(temp.resolve("here"));
    Path elsewhere = copySources(temp.resolve("a/longer path/elsewhere"));
    build(here, own);
    build(elsewhere, older.orElse(own));

    SortedMap<String, String> one = jars(here);
    SortedMap<String, String> other = jars(elsewhere);
    assertThat(one).hasSize(7).isEqualTo(other);
    one.forEach((jar, hash) -> System.out.println("ReproducibleTest: " + hash + " " + jar));
  }

  private static Optional<String> jdk(String version) throws IOException {
    Path homes = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(homes)) {
      return Optional.empty();
    }
    try (Stream<Path> candidates = Files.list(homes)) {
      return candidates
          .filter(home -> isJdk(home, version))
          .map(Path::toString)
          .sorted()
          .findFirst();
    }
  }

  private static boolean isJdk(Path home, String version) {
    try {
      return Files.isExecutable(home.resolve("bin/javac"))
          && Firmware.text(home.resolve("release")).contains("JAVA_VERSION=\"" + version + ".");
    } catch (IOException notReadable) {
      return false;
    }
  }

  private static Path copySources(Path place) throws Exception {
    for (String file : Tool.says(ROOT, "git", "ls-files", "-z").split("\0", -1)) {
      Path from = ROOT.resolve(file);
      if (!file.isEmpty() && Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
        Path to = place.resolve(file);
        Files.createDirectories(to.resolve("..").normalize());
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return place;
  }

  private static void build(Path place, String javaHome) throws Exception {
    Tool.says(
        place,
        "env",
        "JAVA_HOME=" + javaHome,
        "MAVEN_OPTS=",
        "mvn",
        "-B",
        "-o",
        "-q",
        "package",
        "-Dmaven.test.skip=true",
        "-pl",
        "!dist");
  }

  /** Each jar's name and the SHA-256 of its bytes. */
  private static SortedMap<String, String> jars(Path place) throws IOException {
    SortedMap<String, String> jars = new TreeMap<>();
    try (Stream<Path> files = Files.find(place, 3, (file, found) -> isJar(file))) {
      for (Path jar : files.toList()) {
        jars.put(place.relativize(jar).toString(), ObjectId.of(Files.readAllBytes(jar)).hex());
      }
    }
    return jars;
  }

  private static boolean isJar(Path file) {
    return file.toString().matches(".*/target/[^/]*\\.jar");
  }
}
