package dev.firmtrail.hub.usage;

/**
 * How much there may be ({@code docs/formats/hub.md}, Bounds). What is hidden counts, for it stays.
 *
 * @param accountDevices devices of an account
 * @param accountObjects objects of an account, uploaded or only announced
 * @param accountBytes bytes of objects that an account has uploaded
 * @param unclaimedDevices devices of the hub that wait for an owner at a time
 */
public record Bounds(
    long accountDevices, long accountObjects, long accountBytes, long unclaimedDevices) {
  /** Far above what the largest fleet has; far below what a disk holds of the small things. */
  public static final Bounds STANDARD = new Bounds(1_000_000, 10_000_000, 1L << 40, 100_000);
}
