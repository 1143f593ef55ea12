package dev.firmtrail.hub.usage;

import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.Finding;
import dev.firmtrail.hub.store.Rows;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** That the counters of each account are what one finds who counts. */
public final class UsageCheck implements Check {
  private static final String WRONG =
      """
      WITH counted AS (
        SELECT account, sum(devices) AS devices, sum(objects) AS objects, sum(bytes) AS bytes
        FROM (
          SELECT owner AS account, count(*) AS devices, 0 AS objects, 0 AS bytes
          FROM devices GROUP BY owner
          UNION ALL
          SELECT owner, 0, count(*), sum(iif(present, size, 0)) FROM objects GROUP BY owner
          UNION ALL
          SELECT account, 0, 0, 0 FROM usage)
        GROUP BY account)
      SELECT c.account AS account,
        format('devices %d, objects %d, bytes %d', u.devices, u.objects, u.bytes) AS said,
        format('devices %d, objects %d, bytes %d', c.devices, c.objects, c.bytes) AS found
      FROM counted c LEFT JOIN usage u ON u.account = c.account
      WHERE said <> found OR u.account IS NULL
      """;

  @Override
  public String name() {
    return "usage";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) {
    Rows.each(
        handle,
        WRONG,
        row -> {
          String account = row.getString("account");
          found.accept(
              Finding.damage(
                  account.isEmpty()
                      ? "the usage of devices without owner"
                      : "the usage of " + account,
                  "it says %s; there are %s"
                      .formatted(row.getString("said"), row.getString("found"))));
        });
  }
}
