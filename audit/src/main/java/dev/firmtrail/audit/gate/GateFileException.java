package dev.firmtrail.audit.gate;

/** A gate file breaks the rules. The message says in which line and column, and how. */
public final class GateFileException extends Exception {
  private static final long serialVersionUID = 1L;

  GateFileException(int line, int column, String problem) {
    super("line " + line + ", column " + column + ": " + problem);
  }

  GateFileException(String problem) {
    super(problem);
  }
}
