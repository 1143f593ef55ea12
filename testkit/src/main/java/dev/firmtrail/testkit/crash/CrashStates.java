package dev.firmtrail.testkit.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The states that are looked at for one crash point: all subsets of what was pending when that is
 * little; always the extremes (nothing, everything, each change alone missing, each alone present,
 * each write torn at several places); and random ones.
 */
final class CrashStates {
  /** So many changes have 64 subsets. */
  private static final int FEW = 6;

  private static final double[] SHARES = {0.2, 0.5, 0.8};

  private final CrashPoint point;
  private final List<CrashState> states = new ArrayList<>();

  private CrashStates(CrashPoint point) {
    this.point = point;
  }

  /** Some of them may come to the same content. */
  static List<CrashState> at(CrashPoint point, int randomOnes, Random random) {
    CrashStates all = new CrashStates(point);
    all.extremes();
    for (int step : point.pending()) {
      all.aboutOne(step);
    }
    if (point.pending().size() <= FEW) {
      all.subsets();
    }
    for (int i = 0; i < randomOnes && !point.pending().isEmpty(); i++) {
      all.randomOne(random);
    }
    return Collections.unmodifiableList(all.states);
  }

  private void add(Map<Integer, Fate> fates) {
    states.add(new CrashState(point, fates));
  }

  private Map<Integer, Fate> every(Fate ofNames, Fate ofData) {
    Map<Integer, Fate> fates = new HashMap<>();
    for (int step : point.pending()) {
      fates.put(step, isOfData(step) ? ofData : ofNames);
    }
    return fates;
  }

  private boolean isOfData(int step) {
    return point.trace().operation(step) instanceof Operation.OfData;
  }

  private void extremes() {
    add(every(Fate.DONE, Fate.DONE));
    add(every(Fate.LOST, Fate.LOST));
    add(every(Fate.DONE, Fate.LOST));
    add(every(Fate.DONE, Fate.ONLY_SIZE));
  }

  private void aboutOne(int step) {
    for (Fate fate : otherThanDone(step)) {
      Map<Integer, Fate> onlyThis = every(Fate.DONE, Fate.DONE);
      onlyThis.put(step, fate);
      add(onlyThis);
    }
    if (isOfData(step)) {
      Map<Integer, Fate> alone = every(Fate.DONE, Fate.LOST);
      alone.put(step, Fate.DONE);
      add(alone);
      return;
    }
    for (Fate data : List.of(Fate.DONE, Fate.LOST)) {
      Map<Integer, Fate> alone = every(Fate.LOST, data);
      for (int each = step; each >= 0; each = point.trace().needs().get(each)) {
        alone.put(each, Fate.DONE);
      }
      add(alone);
    }
  }

  private List<Fate> otherThanDone(int step) {
    return point.trace().operation(step) instanceof Operation.OfData change
        ? Fate.otherThanDone(change)
        : List.of(Fate.LOST);
  }

  private void subsets() {
    for (int subset = 0; subset < 1 << point.pending().size(); subset++) {
      Map<Integer, Fate> fates = new HashMap<>();
      for (int i = 0; i < point.pending().size(); i++) {
        fates.put(point.pending().get(i), (subset >> i & 1) == 1 ? Fate.DONE : Fate.LOST);
      }
      add(fates);
    }
  }

  private void randomOne(Random random) {
    double share = SHARES[random.nextInt(SHARES.length)];
    Map<Integer, Fate> fates = new HashMap<>();
    for (int step : point.pending()) {
      List<Fate> others = otherThanDone(step);
      fates.put(
          step,
          random.nextDouble() < share ? Fate.DONE : others.get(random.nextInt(others.size())));
    }
    add(fates);
  }
}
