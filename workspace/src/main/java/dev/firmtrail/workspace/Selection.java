package dev.firmtrail.workspace;

import dev.firmtrail.state.Glob;
import dev.firmtrail.state.InvalidGlobException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that the arguments of {@code add} mean ({@code docs/formats/workspace.md}, Patterns).
 * Immutable.
 */
final class Selection {
  private final String base;
  private final boolean everything;
  private final List<Glob> belowBase;
  private final List<Glob> belowRoot;

  private Selection(String base, boolean everything, List<Glob> belowBase, List<Glob> belowRoot) {
    this.base = base;
    this.everything = everything;
    this.belowBase = belowBase;
    this.belowRoot = belowRoot;
  }

  /**
   * @param root of the workspace, absolute
   * @param base key of the directory that relative patterns start from, with a slash at its end;
   *     empty at the root
   */
  static Selection of(List<String> patterns, Path root, String base) throws WorkspaceException {
    boolean everything = patterns.isEmpty();
    List<Glob> belowBase = new ArrayList<>();
    List<Glob> belowRoot = new ArrayList<>();
    String inside = root + "/";
    for (String pattern : patterns) {
      if (pattern.isEmpty()) {
        throw new WorkspaceException(
            "an empty pattern names no file; give a file name, a pattern such as '*.txt', or '.' for all");
      }
      if (pattern.equals(".")) {
        everything = true;
      } else if (pattern.startsWith(inside)) {
        belowRoot.add(glob(pattern.substring(inside.length())));
      } else if (!pattern.startsWith("/")) {
        belowBase.add(glob(pattern));
      }
    }
    return new Selection(base, everything, belowBase, belowRoot);
  }

  private static Glob glob(String pattern) throws WorkspaceException {
    try {
      return Glob.parse(pattern);
    } catch (InvalidGlobException malformed) {
      throw new WorkspaceException(
          malformed.getMessage() + "; write \\[ for a bracket that is part of a name", malformed);
    }
  }

  /** Whether something outside the base may be meant. */
  boolean reachesOutsideBase() {
    return !belowRoot.isEmpty();
  }

  boolean includes(String key) {
    if (key.startsWith(base)) {
      if (everything) {
        return true;
      }
      String relative = key.substring(base.length());
      for (Glob glob : belowBase) {
        if (glob.matches(relative)) {
          return true;
        }
      }
    }
    for (Glob glob : belowRoot) {
      if (glob.matches(key)) {
        return true;
      }
    }
    return false;
  }
}
