package dev.firmtrail.pins.ci;

import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.tree.SourceFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Images that a Jenkinsfile names in a plain text. */
final class Jenkinsfiles {
  private static final Pattern IMAGE =
      Pattern.compile(
          "(?:docker\\.image\\(\\s*+|\\bimage\\s++|\\bdocker\\s++)(?:'([^'$]++)'|\"([^\"$]++)\")");

  private Jenkinsfiles() {}

  static boolean isOne(SourceFile file) {
    return file.name().equals("Jenkinsfile")
        || file.name().startsWith("Jenkinsfile.")
        || file.name().endsWith(".jenkinsfile");
  }

  static void check(Jobs jobs) {
    List<String> lines = jobs.file().lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.stripLeading().startsWith("//") || line.stripLeading().startsWith("*")) {
        continue;
      }
      Matcher matcher = IMAGE.matcher(line);
      while (matcher.find()) {
        String image = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        jobs.image(image, Place.line(i + 1));
      }
    }
  }
}
