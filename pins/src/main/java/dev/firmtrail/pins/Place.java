package dev.firmtrail.pins;

/**
 * Where in a file something stands.
 *
 * @param line from 1; 0 for the file as a whole
 * @param column from 1, in UTF-16 units; 0 for the line as a whole
 */
public record Place(int line, int column) {
  /** For what is missing in a file. */
  public static final Place WHOLE_FILE = new Place(0, 0);

  public Place {
    if (line < 0 || column < 0 || (line == 0 && column > 0)) {
      throw new IllegalArgumentException(line + ":" + column + " is no place");
    }
  }

  public static Place line(int line) {
    return new Place(line, 0);
  }
}
