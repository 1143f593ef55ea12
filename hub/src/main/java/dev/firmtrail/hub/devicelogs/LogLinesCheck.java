package dev.firmtrail.hub.devicelogs;

import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.Finding;
import dev.firmtrail.hub.store.Rows;
import dev.firmtrail.hub.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * That a device's lines are numbered without a gap, and that each row says what its canonical bytes
 * say.
 */
public final class LogLinesCheck implements Check {
  @Override
  public String name() {
    return "log lines";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) {
    Rows.requireDense(handle, "log_lines", "device", "seq", found);
    Rows.each(
        handle,
        "SELECT * FROM log_lines",
        row -> {
          if (!saysWhatItsBytesSay(row)) {
            found.accept(
                Finding.damage(
                    "log line %d of device %s"
                        .formatted(row.getLong("seq"), row.getString("device")),
                    "the row does not say what its bytes say"));
          }
        });
  }

  private static boolean saysWhatItsBytesSay(ResultSet row) throws SQLException {
    byte[] bytes = row.getBytes("bytes");
    try {
      LogEntry entry = LogEntry.read(bytes);
      LogLine line = entry.line();
      return Arrays.equals(bytes, entry.bytes())
          && entry.device().hex().equals(row.getString("device"))
          && entry.seq() == row.getLong("seq")
          && entry.owner().text().equals(row.getString("owner"))
          && Times.toMicros(entry.created()) == row.getLong("created")
          && line.rev().equals(row.getString("rev"))
          && line.plat().equals(row.getString("plat"))
          && line.src().equals(row.getString("src"))
          && line.lvl().equals(row.getString("lvl"));
    } catch (IllegalStateException
        | IllegalArgumentException
        | NoSuchElementException
        | DateTimeException none) {
      return false;
    }
  }
}
