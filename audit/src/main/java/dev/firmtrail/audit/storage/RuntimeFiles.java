package dev.firmtrail.audit.storage;

import java.util.regex.Pattern;

/** What a device writes into the directory of a revision beside the files of its state. */
final class RuntimeFiles {
  /** With those that a power cut leaves of a save. */
  private static final Pattern NAMES =
      Pattern.compile(
          "\\.pvr/config|\\.pv/(progress|commitmsg|done)(\\.tmp)?|\\.pv/logs(\\.tmp)?|\\.pvr/(json|config)\\.tmp");

  private RuntimeFiles() {}

  /**
   * Whether a file is one of them, and so not judged.
   *
   * @param name below the revision
   */
  static boolean isOne(String name) {
    return NAMES.matcher(name).matches();
  }
}
