package dev.firmtrail.pins;

import dev.firmtrail.pins.tree.SourceTree;
import java.util.List;

/** Judges the files of one kind of tool. Keeps nothing between two trees. */
public interface Family {
  /** All that it can find, by id. */
  List<Rule> rules();

  /**
   * Reports what is not pinned. What it cannot read or does not understand it passes over; it never
   * throws because of what a file holds.
   */
  void check(SourceTree tree, Findings findings);
}
