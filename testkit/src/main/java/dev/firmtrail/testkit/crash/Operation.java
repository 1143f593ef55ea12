package dev.firmtrail.testkit.crash;

import java.util.function.IntFunction;

/**
 * What a program did to a disk. Files and directories are numbered, so that an operation means the
 * same one whatever its name has become; number {@link Trace#ROOT} is the directory that is looked
 * at.
 */
public sealed interface Operation {
  /** In words, with the names that the numbers have at the end of the run. */
  String describe(IntFunction<String> names);

  /**
   * A change of a directory's entries, atomic: it is on the disk or it is not. It is certain to be
   * there when {@code directory} was synced after it.
   */
  sealed interface OfNames extends Operation {
    int directory();
  }

  /** A new file, directory or link gets its first name, or a file one more. */
  record Add(int directory, String name, int file) implements OfNames {
    @Override
    public String describe(IntFunction<String> names) {
      return "make " + names.apply(directory) + "/" + name;
    }
  }

  /** A name goes. */
  record Remove(int directory, String name, int file) implements OfNames {
    @Override
    public String describe(IntFunction<String> names) {
      return "remove " + names.apply(directory) + "/" + name;
    }
  }

  /**
   * A name becomes another one, in place of what had that.
   *
   * @param directory of the new name: syncing the old one's alone is not relied on
   */
  record Move(int from, String oldName, int directory, String name, int file) implements OfNames {
    @Override
    public String describe(IntFunction<String> names) {
      return "rename %s/%s to %s/%s"
          .formatted(names.apply(from), oldName, names.apply(directory), name);
    }
  }

  /** A change of a file's bytes; certain to be on the disk when the file was synced after it. */
  sealed interface OfData extends Operation {
    int file();
  }

  /** Bytes at an offset. */
  record Write(int file, long offset, Bytes bytes) implements OfData {
    @Override
    public String describe(IntFunction<String> names) {
      return "write %d bytes at %d to %s".formatted(bytes.length(), offset, names.apply(file));
    }
  }

  /** The file is cut, or grows by zeros. */
  record Resize(int file, long size) implements OfData {
    @Override
    public String describe(IntFunction<String> names) {
      return "set the size of " + names.apply(file) + " to " + size;
    }
  }

  /** Of one file or directory; of the whole disk when it is {@link #EVERYTHING}. */
  record Sync(int file) implements Operation {
    static final int EVERYTHING = -1;

    boolean covers(OfNames change) {
      return file == EVERYTHING || file == change.directory();
    }

    boolean covers(OfData change) {
      return file == EVERYTHING || file == change.file();
    }

    @Override
    public String describe(IntFunction<String> names) {
      return "sync " + (file == EVERYTHING ? "everything" : names.apply(file));
    }
  }

  /**
   * Somebody outside was told something, such as an answer on a socket: what was promised by it has
   * to hold from here on.
   */
  record Promise(String what) implements Operation {
    @Override
    public String describe(IntFunction<String> names) {
      return "promise " + what;
    }
  }
}
