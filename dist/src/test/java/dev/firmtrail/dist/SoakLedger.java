package dev.firmtrail.dist;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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
  final Queue<KnownDevice> devices = new ConcurrentLinkedQueue<>();
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
  interface Request<T, E extends Exception> {
    T ask() throws E;
  }

  <T, E extends Exception> T timed(Request<T, E> request) throws E {
    long begun = System.nanoTime();
    T answer = request.ask();
    requests.increment();
    synchronized (nanos) {
      nanos.add(System.nanoTime() - begun);
    }
    return answer;
  }

  /**
   * Gets a step's state and objects, as a clone does, and compares them with what was acknowledged.
   */
  void fetch(HubCalls calls, Step step) throws IOException {
    JsonObject state = timed(() -> calls.get(step));
    requireSame(step, HubCalls.idOf(state));
    for (ObjectId id : HubCalls.objectsOf(state)) {
      byte[] content = timed(() -> calls.download(id));
      bytes.add(content.length);
      if (!ObjectId.of(content).equals(id)) {
        throw new AssertionError(id + " came with other bytes");
      }
    }
    clones.increment();
  }

  /**
   * @param id what its state has turned out to be
   */
  void requireSame(Step step, String id) {
    if (!id.equals(stateOf(step))) {
      throw new AssertionError(step + " is " + id + ", acknowledged was " + stateOf(step));
    }
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
