package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.Finding;
import dev.firmtrail.hub.store.Rows;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** That what ties keys to devices is what the devices' events tell, no more and no less. */
public final class OwnershipCheck implements Check {
  private static final String EVENTS =
      "SELECT CAST(bytes AS TEXT) ->> '$.body.certificate' AS certificate,"
          + " CAST(bytes AS TEXT) ->> '$.body.public-key' AS public_key,"
          + " substr(subject, length('prn:::devices:/') + 1) AS device, seq"
          + " FROM events WHERE kind = 'ownership-validated'";

  private static final String ROWS = "SELECT certificate, public_key, device, seq FROM ownerships";

  @Override
  public String name() {
    return "ownership";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) {
    Rows.each(
        handle,
        "SELECT device, seq FROM (SELECT * FROM (%1$s EXCEPT %2$s) UNION SELECT * FROM (%2$s EXCEPT %1$s))"
            .formatted(ROWS, EVENTS),
        row ->
            found.accept(
                Finding.damage(
                    "a certificate of device " + row.getString("device"),
                    "event %d and what ties its key to the device differ"
                        .formatted(row.getLong("seq")))));
  }
}
