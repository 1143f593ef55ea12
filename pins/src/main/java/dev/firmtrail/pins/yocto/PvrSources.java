package dev.firmtrail.pins.yocto;

import dev.firmtrail.images.ImageReference;
import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.state.Shown;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges what recipes of containers take from registries and trails. */
final class PvrSources {
  private static final Pattern STEP = Pattern.compile("/steps/[0-9]++(?:[/?#]|$)");

  private PvrSources() {}

  static void judge(Recipe recipe, Findings findings) {
    boolean hasTrail = false;
    for (Recipe.Said said : recipe.alive("PVR_SRC_URI")) {
      String url = said.assignment().value().strip();
      hasTrail |= !url.isEmpty();
      boolean isRemote = url.startsWith("https://") || url.startsWith("http://");
      if (isRemote && url.indexOf('$') < 0 && !STEP.matcher(url).find()) {
        findings.add(
            YoctoRules.PVR_SOURCE,
            said.file(),
            Place.line(said.assignment().line()),
            url,
            Shown.text(url) + " names no step");
      }
    }
    for (Recipe.Said said : hasTrail ? List.<Recipe.Said>of() : recipe.alive("PVR_DOCKER_REF")) {
      String reference = said.assignment().value().strip();
      Optional<ImageReference> image = recipe.expand(reference).flatMap(ImageReference::parse);
      if (image.filter(named -> !named.isPinned()).isPresent()) {
        findings.add(
            YoctoRules.DOCKER,
            said.file(),
            Place.line(said.assignment().line()),
            reference,
            "image \"" + Shown.text(reference) + "\" has no digest");
      }
    }
  }
}
