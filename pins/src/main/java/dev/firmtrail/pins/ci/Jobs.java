package dev.firmtrail.pins.ci;

import dev.firmtrail.images.ImageReference;
import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.container.BuiltImages;
import dev.firmtrail.pins.container.ContainerRuns;
import dev.firmtrail.pins.container.Downloads;
import dev.firmtrail.pins.container.ImageUse;
import dev.firmtrail.pins.shell.ShellCommand;
import dev.firmtrail.pins.shell.ShellScript;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.yaml.YamlNode;
import dev.firmtrail.state.Shown;
import java.util.List;

/** Judges what jobs of one file run, whatever the pipeline is called. */
record Jobs(SourceFile file, BuiltImages built, Findings findings) {

  /** The image that a job runs in, or beside it. */
  void image(String reference, Place place) {
    new ImageUse(reference, file, place, CiRules.IMAGE).judge(built, findings);
    boolean isKas =
        ImageReference.parse(reference)
            .filter(image -> !image.isPinned() && KasCalls.isKasImage(image))
            .isPresent();
    if (isKas) {
      findings.add(
          CiRules.KAS_IMAGE,
          file,
          place,
          reference,
          "kas runs in image \"" + Shown.text(reference) + "\", which has no digest");
    }
  }

  /** A script, or each line of a list of scripts. */
  void script(YamlNode node) {
    switch (node) {
      case YamlNode.Text text -> commands(ShellScript.commands(text.value(), text.lineOf(0)));
      case YamlNode.Items list -> list.items().forEach(this::script);
      case YamlNode.Members map -> {}
      case YamlNode.Unknown unknown -> {}
    }
  }

  void commands(List<ShellCommand> commands) {
    built.learn(commands);
    Downloads.judge(commands, file, findings);
    ContainerRuns.judge(commands, file, CiRules.IMAGE, built, findings);
    KasCalls.judge(commands, file, findings);
  }
}
