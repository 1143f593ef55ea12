package dev.firmtrail.audit.storage;

import java.nio.file.Path;

/**
 * What a name on a storage stands for; what a link leads to is not looked at.
 *
 * @param path to open it
 * @param name below the storage
 * @param inode equal for all names of one file
 * @param mode as {@code stat} has it
 * @param size in bytes
 */
record StoredFile(Path path, String name, Object inode, Type type, int mode, long size) {
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;
  private static final int STICKY = 01000;
  private static final int GROUP_WRITES = 020;
  private static final int OTHERS_WRITE = 02;

  enum Type {
    FILE("a file"),
    DIRECTORY("a directory"),
    LINK("a symbolic link"),
    OTHER("a pipe, a socket or a device");

    private final String words;

    Type(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Which bits no file of a state should have; empty when it has none of them. */
  String badMode() {
    StringBuilder words = new StringBuilder();
    name(words, SETUID, "setuid");
    name(words, SETGID, "setgid");
    name(words, STICKY, "sticky");
    name(words, GROUP_WRITES, "writable by its group");
    name(words, OTHERS_WRITE, "writable by everybody");
    return words.isEmpty() ? "" : "mode %04o: %s".formatted(mode & 07777, words);
  }

  private void name(StringBuilder words, int bit, String word) {
    if ((mode & bit) != 0) {
      words.append(words.isEmpty() ? "" : ", ").append(word);
    }
  }
}
