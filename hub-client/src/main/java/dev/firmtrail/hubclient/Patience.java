package dev.firmtrail.hubclient;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a client waits for the network. Programs take {@link #NORMAL}; a test that meets silence
 * on purpose takes less.
 *
 * @param connect until a connection stands
 * @param idle without one byte moving
 * @param pauses before each further try of what may be tried again; as many as there are tries
 *     after the first
 * @param look between two looks at what grows
 */
public record Patience(Duration connect, Duration idle, List<Duration> pauses, Duration look) {
  public static final Patience NORMAL =
      new Patience(
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          List.of(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(3)),
          Duration.ofSeconds(1));

  public Patience {
    pauses = List.copyOf(pauses);
  }

  /**
   * How long a hub may think about what must not be sent twice: it checks a large state before it
   * answers, and whoever gives up meanwhile does not know what was stored.
   */
  Duration work() {
    return idle.multipliedBy(10);
  }

  /** The longest pause that a hub can ask for; a person waits at the other end. */
  Duration longestPause() {
    return idle;
  }

  int tries() {
    return pauses.size() + 1;
  }

  /**
   * Waits before a further try, {@code failures} having failed.
   *
   * @param asked what the other side asked for; kept when it is longer than our own pause, up to
   *     {@link #longestPause}
   */
  void pause(int failures, Optional<Duration> asked) throws HubException {
    pause(pauseAfter(failures, asked));
  }

  Duration pauseAfter(int failures, Optional<Duration> asked) {
    Duration own = pauses.get(failures - 1);
    Duration wanted = asked.filter(pause -> pause.compareTo(own) > 0).orElse(own);
    return wanted.compareTo(longestPause()) > 0 ? longestPause() : wanted;
  }

  /** Waits, unless the thread is interrupted. */
  static void pause(Duration pause) throws HubException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException stop) {
      throw Interruptions.passOn(stop);
    }
  }
}
