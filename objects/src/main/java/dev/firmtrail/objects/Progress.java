package dev.firmtrail.objects;

/**
 * Told how far long work has come. Called from any thread, often; implementations are quick and
 * thread-safe.
 *
 * <p>The order is {@link #begin}, any number of {@link #advance}, {@link #end}; one phase at a
 * time.
 */
public interface Progress {
  /** For work that nobody watches. */
  Progress NONE =
      new Progress() {
        @Override
        public void begin(String what, long totalBytes) {}

        @Override
        public void advance(long bytes) {}

        @Override
        public void end() {}
      };

  /**
   * A phase begins.
   *
   * @param what for a person: {@code hashing}, {@code uploading}
   * @param totalBytes all that the phase will move; 0 where it is not known
   */
  void begin(String what, long totalBytes);

  void advance(long bytes);

  void end();
}
