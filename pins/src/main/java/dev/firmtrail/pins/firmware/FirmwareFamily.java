package dev.firmtrail.pins.firmware;

import dev.firmtrail.pins.Certainty;
import dev.firmtrail.pins.Family;
import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.pins.yaml.YamlNode;
import dev.firmtrail.state.Shown;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges what the parts of a state say about where they came from. */
public final class FirmwareFamily implements Family {
  static final Rule NO_DIGEST =
      new Rule(
          "PVR003",
          Level.ERROR,
          Certainty.CERTAIN,
          "A part was made from an image that nobody can name again",
          """
          The part's `src.json` has the name and the tag of a Docker image, and no digest. The part's own bytes are pinned by the
          state; but whoever updates it, or asks in five years what it was made from, gets what the tag names then.
          """,
          """
          Renew the part with `pvr app update` of the published pvr, which writes `docker_digest`, or write the digest of the image there.
          """);

  private static final Pattern DIGEST = Pattern.compile("(?:[^\\s@]++@)?sha256:[0-9a-f]{64}");
  private static final String SOURCE = "src.json";

  @Override
  public List<Rule> rules() {
    return List.of(NO_DIGEST);
  }

  @Override
  public void check(SourceTree tree, Findings findings) {
    for (SourceFile file : tree.files(file -> file.name().endsWith(".json"))) {
      if (!file.text().filter(text -> text.contains("docker_name")).isPresent()) {
        continue;
      }
      Optional<YamlNode.Members> document = file.yaml().map();
      if (document.isEmpty()) {
        continue;
      }
      if (file.name().equals(SOURCE)) {
        source(document.get(), file.path(), file, findings);
      } else if (isState(document.get())) {
        for (YamlNode.Member member : document.get().members()) {
          if (member.key().value().endsWith("/" + SOURCE)
              && member.value() instanceof YamlNode.Members source) {
            source(source, member.key().value(), file, findings);
          }
        }
      }
    }
  }

  private static boolean isState(YamlNode.Members document) {
    return document
        .text("#spec")
        .filter(spec -> spec.value().startsWith("pantavisor-service-system@"))
        .isPresent();
  }

  private static void source(
      YamlNode.Members source, String path, SourceFile file, Findings findings) {
    Optional<YamlNode.Member> name = source.member("docker_name");
    boolean isSource =
        source
            .text("#spec")
            .filter(spec -> spec.value().startsWith("service-manifest-src@"))
            .isPresent();
    if (!isSource || name.isEmpty() || !(name.get().value() instanceof YamlNode.Text image)) {
      return;
    }
    boolean hasDigest =
        source
            .text("docker_digest")
            .filter(digest -> DIGEST.matcher(digest.value()).matches())
            .isPresent();
    if (!hasDigest && !image.value().isEmpty() && !image.value().contains("@sha256:")) {
      Place place = name.get().key().place();
      findings.add(
          NO_DIGEST,
          file,
          place,
          path,
          "%s was made from image \"%s\" and has no docker_digest"
              .formatted(Shown.text(path), Shown.text(image.value())));
    }
  }
}
