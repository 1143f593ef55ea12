package dev.firmtrail.dist;

import dev.firmtrail.state.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A device that a hub has said is registered, with all that the hub acknowledged to it and to its
 * owner. What the device itself says is written by its thread alone and read when that has ended.
 */
final class KnownDevice {
  final String id;
  final String prn;
  final String secret;
  final String challenge;

  /** By their numbers, which are in them. */
  final List<Said> said = new ArrayList<>();

  /** By their messages, each of which is there once, in the order in which they were sent. */
  final Map<String, Line> lines = new LinkedHashMap<>();

  /** The ids of the states of the steps that were acknowledged, by revision. */
  final Map<Long, String> posted = new ConcurrentHashMap<>();

  /** The ids of all states that were sent. */
  final Set<String> sent = ConcurrentHashMap.newKeySet();

  private volatile boolean claimed;
  private volatile boolean begun;
  private volatile long finished;

  /**
   * @param made what the hub answered
   */
  KnownDevice(JsonObject made) {
    this.id = made.string("id").orElseThrow();
    this.prn = made.string("prn").orElseThrow();
    this.secret = made.string("secret").orElseThrow();
    this.challenge = made.string("challenge").orElseThrow();
  }

  /** What makes an event of the device. */
  enum Kind {
    PROGRESS,
    META
  }

  /**
   * A report on a step, or all that a device says of itself.
   *
   * @param rev 0 where it is not about a step
   * @param acknowledged else nobody knows whether the hub took it
   */
  record Said(Kind kind, long rev, JsonObject body, boolean acknowledged) {}

  /**
   * A line of its log.
   *
   * @param unanswered how often it was sent without an answer
   */
  record Line(int unanswered, boolean acknowledged) {
    static final Line NEW = new Line(0, false);

    Line cut() {
      return new Line(unanswered + 1, acknowledged);
    }

    Line done() {
      return new Line(unanswered, true);
    }
  }

  boolean isClaimed() {
    return claimed;
  }

  void claimed() {
    claimed = true;
  }

  /** Whether its trail has begun. */
  boolean hasBegun() {
    return begun;
  }

  void begun() {
    begun = true;
  }

  /** The last revision whose final status was acknowledged. */
  long finished() {
    return finished;
  }

  void finished(long rev) {
    finished = rev;
  }

  /** Whether it has done all that was acknowledged to its owner. */
  boolean isIdle() {
    long done = finished;
    return posted.keySet().stream().allMatch(rev -> rev <= done);
  }
}
