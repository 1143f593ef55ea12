package dev.firmtrail.pins.yaml;

/** A file of settings breaks the rules. The message says in which line and column, and how. */
public final class StrictYamlException extends Exception {
  private static final long serialVersionUID = 1L;

  StrictYamlException(int line, int column, String problem) {
    super("line " + line + ", column " + column + ": " + problem);
  }

  StrictYamlException(String problem) {
    super(problem);
  }
}
