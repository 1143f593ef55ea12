package dev.firmtrail.hub.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Tells a disk that does not take what is written from a defect of ours: the one passes when
 * somebody makes room, the other does not.
 */
public enum DiskFault {
  FULL("is full"),
  READ_ONLY("is read-only"),
  BROKEN("fails");

  private final String said;

  DiskFault(String said) {
    this.said = said;
  }

  /** What has become of it: the rest of a sentence that begins with "the disk". */
  public String said() {
    return said;
  }

  /** The C library's words for it. */
  private List<String> reasons() {
    return switch (this) {
      case FULL -> List.of("No space left on device", "Disk quota exceeded", "File too large");
      case READ_ONLY -> List.of("Read-only file system");
      case BROKEN -> List.of("Input/output error");
    };
  }

  /** What the disk had to do with a failure; empty when it was something else. */
  public static Optional<DiskFault> behind(Throwable failure) {
    return Stream.iterate(
            Optional.of(failure), Optional::isPresent, cause -> cause.map(Throwable::getCause))
        .flatMap(Optional::stream)
        .flatMap(cause -> in(cause).stream())
        .findFirst();
  }

  private static Optional<DiskFault> in(Throwable cause) {
    return switch (cause) {
      case SQLiteException database -> of(database.getResultCode());
      case IOException file -> of(String.valueOf(file.getMessage()));
      default -> Optional.empty();
    };
  }

  /** The low byte of a code is its family. */
  private static Optional<DiskFault> of(SQLiteErrorCode code) {
    int family = code.code & 0xff;
    if (family == SQLiteErrorCode.SQLITE_FULL.code) {
      return Optional.of(FULL);
    }
    if (family == SQLiteErrorCode.SQLITE_READONLY.code) {
      return Optional.of(READ_ONLY);
    }
    return family == SQLiteErrorCode.SQLITE_IOERR.code ? Optional.of(BROKEN) : Optional.empty();
  }

  /** The JDK passes the C library's words on, and whoever says more says it before them. */
  private static Optional<DiskFault> of(String message) {
    return Stream.of(values())
        .filter(fault -> fault.reasons().stream().anyMatch(message::endsWith))
        .findFirst();
  }
}
