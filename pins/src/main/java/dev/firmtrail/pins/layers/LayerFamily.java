package dev.firmtrail.pins.layers;

import dev.firmtrail.pins.Family;
import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.tree.SourceTree;
import java.util.List;

/** TODO(worker). */
public final class LayerFamily implements Family {
  @Override
  public List<Rule> rules() {
    return List.of();
  }

  @Override
  public void check(SourceTree tree, Findings findings) {}
}
