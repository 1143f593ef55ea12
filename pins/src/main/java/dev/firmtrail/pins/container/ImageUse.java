package dev.firmtrail.pins.container;

import dev.firmtrail.images.ImageReference;
import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.state.Shown;
import java.util.Optional;

/**
 * A place that names an image. All kinds of files are judged here by the same measure.
 *
 * @param reference what is written, variables replaced by what is known of them
 * @param unpinned the rule that an image without a digest breaks here
 */
public record ImageUse(String reference, SourceFile file, Place place, Rule unpinned) {

  /** Reports what is wrong with it, at the level of the rule. */
  public void judge(BuiltImages built, Findings findings) {
    judge(built, findings, unpinned.level());
  }

  /** Text that is no reference, or that a program fills in, is passed over. */
  void judge(BuiltImages built, Findings findings, Level level) {
    Optional<ImageReference> parsed = ImageReference.parse(reference);
    if (parsed.isEmpty() || built.isLocal(parsed.get())) {
      return;
    }
    ImageReference image = parsed.get();
    String name = "image \"" + Shown.text(reference) + "\" ";
    Optional<String> problem = image.digestProblem();
    if (problem.isPresent()) {
      findings.add(
          ImageRules.BROKEN_DIGEST,
          file,
          place,
          reference,
          name + "has a digest that " + problem.get());
    } else if (!image.isPinned()) {
      String how =
          image
              .tag()
              .map(tag -> "is named by the tag " + Shown.text(tag) + ", which can move")
              .orElse("has neither tag nor digest: whatever is latest is taken");
      findings.add(unpinned, level, file, place, reference, name + how);
    } else if (image.tag().isEmpty()) {
      findings.add(
          ImageRules.NO_TAG,
          file,
          place,
          reference,
          name + "is pinned, and nobody can read to what");
    }
  }
}
