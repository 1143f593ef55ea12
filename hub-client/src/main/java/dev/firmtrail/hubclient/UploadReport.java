package dev.firmtrail.hubclient;

/**
 * What an upload did.
 *
 * @param sent objects that travelled
 * @param bytes of them
 * @param alreadyThere objects that the hub had, or that the step before has
 */
public record UploadReport(int sent, long bytes, int alreadyThere) {
  static final UploadReport NOTHING = new UploadReport(0, 0, 0);

  UploadReport plus(UploadReport other) {
    return new UploadReport(
        sent + other.sent, bytes + other.bytes, alreadyThere + other.alreadyThere);
  }
}
