package dev.firmtrail.signatures.device;

/** What a device asks of a state: its setting {@code PV_SECUREBOOT_MODE}. */
public enum DeviceMode {
  /** Nothing is looked at. */
  DISABLED,

  /** Signatures that are there must be good. What a device does that nobody configured. */
  LENIENT,

  /** The same; keys without a signature are logged. */
  AUDIT,

  /** Every key must be covered, too. */
  STRICT
}
