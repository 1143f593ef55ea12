package dev.firmtrail.workspace;

/** How checkout writes inline JSON. */
public enum JsonForm {
  /** Four spaces, for people. */
  PRETTY,
  /** The canonical bytes. */
  CANONICAL
}
