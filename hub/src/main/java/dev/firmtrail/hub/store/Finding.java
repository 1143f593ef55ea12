package dev.firmtrail.hub.store;

/**
 * Something that is not as it has to be, for the operator.
 *
 * @param where it is: a file, or a row by the words that people know
 * @param what is wrong
 * @param advice what to do
 */
public record Finding(String where, String what, String advice) {
  private static final String FROM_A_BACKUP =
      "stop the hub, keep this directory, and restore a backup from before; then look for what wrote to it";

  /** What only a disk that fails, or somebody at the files, can have done. */
  public static Finding damage(String where, String what) {
    return new Finding(where, what, FROM_A_BACKUP);
  }
}
