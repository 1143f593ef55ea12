package dev.firmtrail.hubclient;

import java.net.URI;
import java.util.Optional;

/**
 * How the client talks with the person at the keyboard. Called by one thread at a time, except
 * {@link #trace}.
 */
public interface Dialogue {
  /** Nobody is there: nothing is asked, nothing is said. */
  Dialogue NOBODY =
      new Dialogue() {
        @Override
        public Optional<Credentials> credentials(URI endpoint, String realm, int attempt) {
          return Optional.empty();
        }

        @Override
        public void notice(String line) {}
      };

  /**
   * Asks for a name and a password.
   *
   * @param endpoint where the password will be sent
   * @param attempt from 1; more than 1 when the last one was wrong
   * @return empty when nobody can be asked, or the person gave up
   */
  Optional<Credentials> credentials(URI endpoint, String realm, int attempt);

  /** Something a person should know; one line without a line end. */
  void notice(String line);

  /**
   * A request that was sent, and how it was answered, without secrets; one line without a line end.
   * Called by many threads at once.
   */
  default void trace(String line) {}
}
