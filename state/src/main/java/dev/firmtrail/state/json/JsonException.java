package dev.firmtrail.state.json;

import dev.firmtrail.state.Shown;

/**
 * A document was refused. The message says what, at which member path, and at which line and
 * column; it shows at most a few characters of the document.
 */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String path;
  private final int offset;
  private final int line;
  private final int column;

  JsonException(String problem, String path, int offset, int line, int column) {
    super(
        problem
            + (path.isEmpty() ? "" : " at " + Shown.text(path))
            + " (line "
            + line
            + ", column "
            + column
            + ")");
    this.problem = problem;
    this.path = path;
    this.offset = offset;
    this.line = line;
    this.column = column;
  }

  /** What is wrong, without the place. */
  public String problem() {
    return problem;
  }

  /** The member where it is wrong, as a JSON pointer (RFC 6901); empty at the top. */
  public String path() {
    return path;
  }

  /** Bytes before the place, from 0. */
  public int offset() {
    return offset;
  }

  /** From 1. */
  public int line() {
    return line;
  }

  /** In bytes, from 1. */
  public int column() {
    return column;
  }
}
