package dev.firmtrail.hub.audit;

import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.Finding;
import dev.firmtrail.hub.store.Rows;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * That audit records are numbered without a gap, all of them and those of each account, never go
 * back in time, and that each row says what its canonical bytes say.
 */
public final class AuditCheck implements Check {
  private static final List<String> TEXTS =
      List.of("account", "who", "action", "subject", "outcome", "address");

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) {
    Rows.requireDense(handle, "audit", "account", "seq", found);
    AtomicLong next = new AtomicLong();
    AtomicLong newest = new AtomicLong(Long.MIN_VALUE);
    Rows.each(
        handle,
        "SELECT * FROM audit ORDER BY n",
        row -> {
          String where = "audit record %d".formatted(row.getLong("n"));
          if (row.getLong("n") != next.getAndSet(row.getLong("n") + 1)) {
            found.accept(Finding.damage(where, "the one before it is missing"));
          }
          if (row.getLong("created") < newest.getAndSet(row.getLong("created"))) {
            found.accept(Finding.damage(where, "it is earlier than the one before it"));
          }
          if (!saysWhatItsBytesSay(row)) {
            found.accept(Finding.damage(where, "the row does not say what its bytes say"));
          }
        });
  }

  private static boolean saysWhatItsBytesSay(ResultSet row) throws SQLException {
    byte[] bytes = row.getBytes("bytes");
    try {
      JsonObject record = JsonReader.readObject(bytes);
      for (String name : TEXTS) {
        if (!record.string(name).equals(Optional.of(row.getString(name)))) {
          return false;
        }
      }
      return Arrays.equals(bytes, JsonWriter.CANONICAL.bytes(record))
          && record.integer("seq").equals(Optional.of(row.getLong("seq")))
          && record
              .string("created")
              .equals(Optional.of(Times.wire(Times.ofMicros(row.getLong("created")))));
    } catch (JsonException none) {
      return false;
    }
  }
}
