package dev.firmtrail.workspace.archive;

import dev.firmtrail.objects.archive.TarHeader;
import dev.firmtrail.state.Shown;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What extended headers say about the member behind them: a name (PAX {@code path}, GNU long name)
 * and a size. Times, owners and attributes are passed over.
 */
final class Extension {
  private Optional<String> path = Optional.empty();
  private OptionalLong paxSize = OptionalLong.empty();

  /** Takes a GNU long name. */
  void name(String longName) throws RefusedArchiveException {
    if (path.isPresent()) {
      throw new RefusedArchiveException("names a member in two extended headers");
    }
    path = Optional.of(longName);
  }

  Optional<String> otherName() {
    return path;
  }

  /**
   * The size of the member behind. Where there is a second one it is that of the header, or larger
   * than a header can say.
   */
  long size(long header) throws RefusedArchiveException {
    long size = paxSize.orElse(header);
    boolean tooLargeForHeader = header == 0 && size >= TarHeader.BEYOND_OCTAL;
    if (size != header && !tooLargeForHeader) {
      throw new RefusedArchiveException(
          "has a member with two sizes, %d and %d".formatted(header, size));
    }
    return size;
  }

  /**
   * Takes a PAX header: lines of a length, a keyword and a value.
   *
   * @param global for all members behind; those may have no name and no size together
   */
  void pax(byte[] records, boolean global) throws RefusedArchiveException {
    int at = 0;
    while (at < records.length && records[at] != 0) {
      int end = at + length(records, at);
      String record = new String(records, at, end - at - 1, StandardCharsets.UTF_8);
      int space = record.indexOf(' ');
      int equals = record.indexOf('=');
      if (space < 0 || equals < space) {
        throw broken();
      }
      String keyword = record.substring(space + 1, equals);
      boolean matters =
          keyword.equals("path") || keyword.equals("size") || keyword.startsWith("GNU.sparse.");
      if (matters && global) {
        throw new RefusedArchiveException(
            "gives one %s to all its members".formatted(Shown.text(keyword)));
      }
      if (matters) {
        take(keyword, record.substring(equals + 1));
      }
      at = end;
    }
  }

  private void take(String keyword, String value) throws RefusedArchiveException {
    switch (keyword) {
      case "path" -> name(value);
      case "size" -> {
        if (paxSize.isPresent() || !value.matches("\\d{1,18}")) {
          throw broken();
        }
        paxSize = OptionalLong.of(Long.parseLong(value));
      }
      default ->
          throw new RefusedArchiveException("has a sparse file; an archive holds whole files");
    }
  }

  /** How many bytes the record at a place has, the line end included. */
  private static int length(byte[] records, int at) throws RefusedArchiveException {
    int length = 0;
    int i = at;
    while (i < records.length
        && records[i] >= '0'
        && records[i] <= '9'
        && length < records.length) {
      length = 10 * length + records[i] - '0';
      i++;
    }
    boolean isLine =
        length > i - at && length <= records.length - at && records[at + length - 1] == '\n';
    if (!isLine) {
      throw broken();
    }
    return length;
  }

  private static RefusedArchiveException broken() {
    return new RefusedArchiveException("has an extended header that cannot be read");
  }
}
