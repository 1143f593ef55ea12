package dev.firmtrail.workspace;

import dev.firmtrail.state.Shown;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.CodePointOrder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What lies in a work tree, in an order that does not depend on how the file system gives its names
 * out.
 */
final class WorkTree {
  /**
   * Holds files of the boot loader that a deploy links into the tree; the published program never
   * looks into it either.
   */
  static final String BOOT_DIRECTORY = ".pv";

  /** Stands where a name's bytes are not text in the encoding that Java takes file names for. */
  private static final char REPLACEMENT = '\uFFFD';

  /** A directory with as many names takes longer to look through than threads to start. */
  private static final int WORTH_THREADS_NAMES = 64;

  private final boolean withBootDirectory;

  /** Whether no thread but this one looks. */
  private final boolean alone;

  private final List<Item> items = new ArrayList<>();

  private WorkTree(boolean withBootDirectory, boolean alone) {
    this.withBootDirectory = withBootDirectory;
    this.alone = alone;
  }

  /** What a name in the tree stands for. */
  enum Kind {
    FILE,
    /** A symbolic link to a file; facts are those of the target. */
    LINK_TO_FILE,
    /** A symbolic link to a directory, to nothing, or in a loop; facts are those of the link. */
    OTHER_LINK,
    /** A device, a pipe, a socket. */
    SPECIAL,
    EMPTY_DIRECTORY
  }

  /**
   * One name.
   *
   * @param key path from the root with {@code /}
   * @param text whether the key names this file; otherwise its name is not text, and the key is
   *     only good to show
   */
  record Item(String key, Path path, Kind kind, FileFacts facts, boolean text) {
    boolean isFile() {
      return kind == Kind.FILE || kind == Kind.LINK_TO_FILE;
    }
  }

  /**
   * Everything below a directory of the tree but the workspace's own files.
   *
   * @param from the root or a directory below it
   * @param withBootDirectory whether to look into {@code .pv} at the root
   */
  static List<Item> list(Path root, Path from, boolean withBootDirectory)
      throws IOException, WorkspaceException {
    WorkTree tree = new WorkTree(withBootDirectory, true);
    String key = root.relativize(from).toString();
    tree.directory(from, key.isEmpty() ? "" : key + "/", true);
    return tree.items;
  }

  private boolean directory(Path directory, String prefix, boolean text)
      throws IOException, WorkspaceException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path child : stream) {
        names.add(child.getFileName());
      }
    } catch (AccessDeniedException denied) {
      throw new WorkspaceException(
          "cannot read the directory "
              + Shown.text(prefix)
              + ": permission denied; make it readable or move it away",
          denied);
    } catch (NoSuchFileException gone) {
      return false;
    }
    List<Name> sorted = new ArrayList<>(names.size());
    for (Path name : names) {
      sorted.add(new Name(name, name.toString()));
    }
    sorted.sort((a, b) -> CodePointOrder.INSTANCE.compare(a.text, b.text));
    if (alone && sorted.size() >= WORTH_THREADS_NAMES) {
      inParallel(directory, prefix, text, sorted);
    } else {
      for (Name name : sorted) {
        child(directory.resolve(name.path), prefix + name.text, text && name.isText());
      }
    }
    return !sorted.isEmpty();
  }

  /** The first large directory on the way down is shared out; what is below is large enough. */
  private void inParallel(Path directory, String prefix, boolean text, List<Name> names)
      throws IOException, WorkspaceException {
    InParallel.map(
            names,
            true,
            name -> {
              WorkTree below = new WorkTree(withBootDirectory, false);
              below.child(directory.resolve(name.path), prefix + name.text, text && name.isText());
              return below.items;
            })
        .forEach(items::addAll);
  }

  private record Name(Path path, String text) {
    boolean isText() {
      if (text.indexOf(REPLACEMENT) < 0) {
        return true;
      }
      try {
        return Path.of(text).equals(path);
      } catch (InvalidPathException notInThisEncoding) {
        return false;
      }
    }
  }

  private void child(Path path, String key, boolean text) throws IOException, WorkspaceException {
    FileFacts facts;
    try {
      facts = FileFacts.ofLinkItself(path);
    } catch (NoSuchFileException goneMeanwhile) {
      return;
    }
    if (facts.isDirectory()) {
      boolean skipped =
          key.equals(StatePath.WORKSPACE_DIRECTORY)
              || (key.equals(BOOT_DIRECTORY) && !withBootDirectory);
      if (!skipped && !directory(path, key + "/", text)) {
        items.add(new Item(key, path, Kind.EMPTY_DIRECTORY, facts, text));
      }
    } else if (facts.isLink()) {
      items.add(link(path, key, facts, text));
    } else {
      items.add(new Item(key, path, facts.isRegular() ? Kind.FILE : Kind.SPECIAL, facts, text));
    }
  }

  private static Item link(Path path, String key, FileFacts ownFacts, boolean text) {
    try {
      FileFacts target = FileFacts.following(path);
      if (target.isRegular()) {
        return new Item(key, path, Kind.LINK_TO_FILE, target, text);
      }
    } catch (IOException danglingOrLoop) {
      return new Item(key, path, Kind.OTHER_LINK, ownFacts, text);
    }
    return new Item(key, path, Kind.OTHER_LINK, ownFacts, text);
  }
}
