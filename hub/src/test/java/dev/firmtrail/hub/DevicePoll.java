package dev.firmtrail.hub;

/** What devices ask, as they spell it. */
final class DevicePoll {
  /** The steps that are to be done, byte for byte as the published runtime asks. */
  static final String QUERY =
      "progress.status=%7B%22$in%22:%5B%22NEW%22,%22DOWNLOADING%22,%22INPROGRESS%22,%22TESTING%22,%22QUEUED%22%5D%7D";

  private DevicePoll() {}

  /** What the device is told when it asks. */
  static String answer(TestHub hub, TestHub.DeviceLogin device) {
    return hub.get("/trails/" + device.id() + "/steps?" + QUERY, device.token()).text();
  }
}
