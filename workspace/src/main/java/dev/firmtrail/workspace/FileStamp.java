package dev.firmtrail.workspace;

/**
 * What changes when a file's content does.
 *
 * @param size in bytes
 * @param modified time of the last write, in nanoseconds since 1970; anyone can set it back
 * @param changed time of the last change of content or attributes, in nanoseconds since 1970; only
 *     the kernel sets it
 */
record FileStamp(long size, long modified, long changed, long inode, long device) {
  /**
   * Two writes closer than this may leave one time. Kernels take file times from a clock that ticks
   * every 1 to 10 ms; ten ticks leave room for a busy machine.
   */
  static final long FINE_GRANULARITY_NANOS = 100_000_000;

  /** The same for file systems that keep whole seconds, or, as FAT does, every other one. */
  static final long COARSE_GRANULARITY_NANOS = 2_000_000_000;

  private static final long SECOND_NANOS = 1_000_000_000;

  /**
   * Whether every later write must show in the stamp, given that the content was read from this
   * instant on.
   *
   * @param instant nanoseconds since 1970 by the clock of the file system
   */
  boolean isSettledAt(long instant) {
    boolean wholeSeconds = modified % SECOND_NANOS == 0 || changed % SECOND_NANOS == 0;
    long granularity = wholeSeconds ? COARSE_GRANULARITY_NANOS : FINE_GRANULARITY_NANOS;
    return Math.max(modified, changed) < instant - granularity;
  }
}
