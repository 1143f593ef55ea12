package dev.firmtrail.hub.events;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can happen; what the body of each holds says {@code docs/formats/hub.md}, Events. */
public enum EventKind {
  /** A device came to be. */
  REGISTERED,
  /** An account that knew the device's challenge became its owner. */
  CLAIMED,
  /** A device got another nick. */
  RENAMED,
  /** A device got another secret. */
  SECRET_CHANGED,
  /** Everybody with a token may see the device. */
  PUBLISHED,
  /** Only the owner and the device may see it again. */
  WITHDRAWN,
  /** The device showed by a certificate whose it is. */
  OWNERSHIP_VALIDATED,
  /** The owner took the device away. */
  HIDDEN,
  /** The trail began with what the device said that it came with: its own word. */
  BEGUN,
  /** A step was added. */
  POSTED,
  /** The device reported on a step. */
  PROGRESS,
  /** The owner withdrew a step that the device had not taken. */
  CANCEL,
  /** The owner gave up on a step that the device was in the middle of. */
  WONTGO,
  /** What the owner says to the device became another. */
  USER_META,
  /** What the device says of itself became another. */
  DEVICE_META,
  /** What an account says to all its devices became another. */
  PROFILE_META,
  /** The owner took an object out of its list. */
  OBJECT_HIDDEN,
  /** It is in the list again, because it was announced or uploaded again. */
  OBJECT_SHOWN;

  /** As it is stored and shown. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<EventKind> ofWord(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
