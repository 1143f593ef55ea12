package dev.firmtrail.hub.devices;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Interner;
import dev.firmtrail.hub.events.Changes;
import dev.firmtrail.hub.store.Fingerprint;
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
  /** An answer that is larger holds a state, which is asked for once. */
  private static final int LARGEST_ANSWER = 64 << 10;

  /**
   * The length of {@code []} and of <code>{}</code>: so few are that short that they cost nothing.
   */
  private static final int NOTHING = 2;

  /** What it costs to remember an answer, in bytes: the objects here and those of the cache. */
  private static final int OVERHEAD = 144;

  /** What an answer itself costs beside its text, in bytes. */
  private static final int ANSWER_OVERHEAD = 80;

  /**
   * The part of the memory that answers may take. While less than half of it is taken, the cache
   * keeps no order of use, which would cost more than looking up: so a large fleet takes less.
   */
  private static final int SHARE = 4;

  private final Changes changes;

  /** By what a device asks about itself. */
  private final Cache<Fingerprint, Remembered> answers;

  /** Most devices are answered the same: that nothing is to be done. */
  private final Interner<Answer.Written> same = Interner.newWeakInterner();

  /**
   * @param most bytes of memory that it may take
   */
  PollMemory(Changes changes, long most) {
    this.changes = changes;
    this.answers =
        Caffeine.newBuilder()
            .maximumWeight(most)
            .weigher((Fingerprint question, Remembered remembered) -> weight(remembered))
            .build();
  }

  /** One that takes its share of this process's memory. */
  public static PollMemory ofThisProcess(Changes changes) {
    return new PollMemory(changes, Runtime.getRuntime().maxMemory() / SHARE);
  }

  /**
   * An answer.
   *
   * @param change the number of the newest change to the device before it was made
   */
  private record Remembered(long change, Answer.Written answer) {}

  /** Each answer counts as if no other entry held it too: that one may leave before. */
  private static int weight(Remembered remembered) {
    int length = remembered.answer().json().length();
    // Two bytes a character, as Java keeps a text that is not Latin.
    return length <= NOTHING ? OVERHEAD : OVERHEAD + ANSWER_OVERHEAD + 2 * length;
  }

  /**
   * The same answers as a handler of {@code …/{id}/…} gives, from memory where a device asks about
   * itself. What the handler answers a device as {@link Answer.Written} must follow from the
   * device's events without those of device-meta.
   */
  public Route.Handler remembering(Route.Handler handler) {
    return call -> {
      Optional<HubId> device = HubId.parse(call.path("id")).filter(call.caller()::isDevice);
      return device.isPresent()
          ? answer(device.get(), call.target(), () -> handler.answer(call))
          : handler.answer(call);
    };
  }

  /** Looks an answer up. */
  @FunctionalInterface
  interface Reading {
    Answer read() throws IOException;
  }

  /**
   * @param target what is asked, the path with its query
   */
  Answer answer(HubId device, String target, Reading reading) throws IOException {
    Fingerprint question = Fingerprint.of(device.hex() + target);
    // Taken before anything is read: what happens from now on makes what is read look old.
    long change = changes.of(Prn.ofDevice(device));
    Optional<Remembered> known =
        Optional.ofNullable(answers.getIfPresent(question))
            .filter(remembered -> remembered.change() == change);
    if (known.isPresent()) {
      return known.get().answer();
    }
    Answer answer = reading.read();
    if (answer instanceof Answer.Written written && written.json().length() <= LARGEST_ANSWER) {
      answers.put(question, new Remembered(change, same.intern(written)));
    }
    return answer;
  }
}
