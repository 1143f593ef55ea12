package dev.firmtrail.dist;

import dev.firmtrail.state.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/**
 * What a hub has acknowledged to its clients, as they wrote it down, and how long it took. For many
 * threads.
 */
final class SoakLedger {
  private static final long NANOS_IN_A_MILLISECOND = 1_000_000;

  final List<Throwable> failures = new CopyOnWriteArrayList<>();
  final LongAdder requests = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder clones = new LongAdder();
  final LongAdder cut = new LongAdder();
  private final Map<Step, String> steps = new ConcurrentHashMap<>();
  private final List<Step> inOrder = new CopyOnWriteArrayList<>();
  private final Map<ObjectId, Boolean> objects = new ConcurrentHashMap<>();
  private final List<Long> nanos = new ArrayList<>();

  /** One revision of one device's trail. */
  record Step(String device, long rev) {}

  /** Writes down a step; nobody else may have been told the same. */
  void step(Step step, String stateId) {
    if (steps.putIfAbsent(step, stateId) != null) {
      throw new AssertionError(step + " was acknowledged to two posters");
    }
    inOrder.add(step);
  }

  void object(ObjectId id) {
    objects.put(id, true);
  }

  /** What takes time and is counted. */
  interface Request<T> {
    T ask() throws Exception;
  }

  <T> T timed(Request<T> request) throws Exception {
    long begun = System.nanoTime();
    T answer = request.ask();
    requests.increment();
    synchronized (nanos) {
      nanos.add(System.nanoTime() - begun);
    }
    return answer;
  }

  Map<Step, String> steps() {
    return steps;
  }

  List<ObjectId> objects() {
    return List.copyOf(objects.keySet());
  }

  Optional<Step> anyStep(Random random) {
    int known = inOrder.size();
    return known == 0 ? Optional.empty() : Optional.of(inOrder.get(random.nextInt(known)));
  }

  String stateOf(Step step) {
    return Optional.ofNullable(steps.get(step)).orElseThrow();
  }

  long percentileMilliseconds(int percent) {
    synchronized (nanos) {
      long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
      return sorted.length == 0
          ? 0
          : LongStream.of(sorted)
                  .skip((long) (sorted.length - 1) * percent / 100)
                  .findFirst()
                  .orElse(0)
              / NANOS_IN_A_MILLISECOND;
    }
  }
}
