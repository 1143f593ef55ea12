package dev.firmtrail.hub.devices;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.firmtrail.hub.events.Changes;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Route;
import java.io.IOException;
import java.util.Optional;

/**
 * Remembers what a device was answered about itself, until something happens to it: devices ask the
 * same every few seconds, and nearly always nothing has. An answer is never older than what was
 * acknowledged before it was asked for. Safe for use by many threads.
 */
public final class PollMemory {
  /** Longer than any question of a device. */
  private static final int LONGEST_TARGET = 512;

  /** An answer that is larger holds a state, which is asked for once. */
  private static final int LARGEST_ANSWER = 64 << 10;

  /** What an answer costs beside its text, in bytes, roughly. */
  private static final int OVERHEAD = 256;

  /** The part of the memory that answers may take. */
  private static final int SHARE = 8;

  private final Changes changes;
  private final Cache<Question, Remembered> answers =
      Caffeine.newBuilder()
          .maximumWeight(Runtime.getRuntime().maxMemory() / SHARE)
          .weigher(PollMemory::weight)
          .build();

  public PollMemory(Changes changes) {
    this.changes = changes;
  }

  /** What a device asks about itself. */
  record Question(HubId device, String target) {}

  /**
   * An answer.
   *
   * @param change the number of the newest change to the device before it was made
   */
  private record Remembered(long change, Answer.Written answer) {}

  private static int weight(Question question, Remembered remembered) {
    return OVERHEAD + question.target().length() + remembered.answer().json().length();
  }

  /**
   * The same answers as a handler of {@code …/{id}/…} gives, from memory where a device asks about
   * itself. What the handler answers a device as {@link Answer.Written} must follow from the
   * device's events without those of device-meta.
   */
  public Route.Handler remembering(Route.Handler handler) {
    return call -> {
      Optional<HubId> device = HubId.parse(call.path("id")).filter(call.caller()::isDevice);
      return device.isPresent() && call.target().length() <= LONGEST_TARGET
          ? answer(new Question(device.get(), call.target()), () -> handler.answer(call))
          : handler.answer(call);
    };
  }

  /** Looks an answer up. */
  @FunctionalInterface
  interface Reading {
    Answer read() throws IOException;
  }

  Answer answer(Question question, Reading reading) throws IOException {
    // Taken before anything is read: what happens from now on makes what is read look old.
    long change = changes.of(Prn.ofDevice(question.device()));
    Optional<Remembered> known =
        Optional.ofNullable(answers.getIfPresent(question))
            .filter(remembered -> remembered.change() == change);
    if (known.isPresent()) {
      return known.get().answer();
    }
    Answer answer = reading.read();
    if (answer instanceof Answer.Written written && written.json().length() <= LARGEST_ANSWER) {
      answers.put(question, new Remembered(change, written));
    }
    return answer;
  }
}
