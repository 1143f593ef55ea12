package dev.firmtrail.workspace;

/** How an object becomes a file of the work tree. */
public enum Placing {
  /** The file is its own: it can be edited. */
  COPY,
  /**
   * The file is the object itself under a second name, read-only: no space, no copying. Whoever
   * writes into it damages the pool, which {@code fsck} tells.
   */
  HARD_LINK
}
