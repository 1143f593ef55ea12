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

/** Two builds of the same sources give the same jars, byte for byte: {@code ./slow reproducible}. */
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

    SortedMap<String, String> one = jars(build(temp.resolve("here"), own));
    SortedMap<String, String> other =
        jars(build(temp.resolve("a/longer path/elsewhere"), older.orElse(own)));

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

  private static Path build(Path place, String javaHome) throws Exception {
    for (String file : Tool.says(ROOT, "git", "ls-files", "-z").split("\0")) {
      Path from = ROOT.resolve(file);
      if (Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
        Path to = place.resolve(file);
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
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
    return place;
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
    return file.getParent().endsWith("target") && file.toString().endsWith(".jar");
  }
}
