package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.events.EventKind;

/** The two that each device has. */
public enum MetaKind {
  /** What its owner says to it. */
  USER("user", EventKind.USER_META),
  /** What it says of itself. */
  DEVICE("device", EventKind.DEVICE_META);

  private final String stored;
  private final EventKind event;

  MetaKind(String stored, EventKind event) {
    this.stored = stored;
    this.event = event;
  }

  /** As the database has it. */
  String stored() {
    return stored;
  }

  /** What it is when it becomes another. */
  EventKind event() {
    return event;
  }
}
