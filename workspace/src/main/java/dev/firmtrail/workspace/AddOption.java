package dev.firmtrail.workspace;

/** What can be asked of {@code add} beside its patterns. */
public enum AddOption {
  /** Store files as objects, JSON too. */
  RAW,
  /** Take also what {@code .pvrignore} ignores. */
  IGNORED
}
