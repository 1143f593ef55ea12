package dev.firmtrail.hub.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Rows that are looked at one by one, for tables that do not fit into memory. */
public final class Rows {
  private Rows() {}

  /** What is done with a row while the cursor stands on it. */
  @FunctionalInterface
  public interface Look {
    void at(ResultSet row) throws SQLException;
  }

  /** Looks at each row that a question finds, in its order. */
  public static void each(Handle handle, String question, Look look) {
    // Left open, its statement would hold the snapshot.
    try (Query query = handle.createQuery(question)) {
      query.<Boolean>scanResultSet((supplier, context) -> {
        ResultSet rows = supplier.get();
        while (rows.next()) {
          look.at(rows);
        }
        return true;
      });
    }
  }

  /** Tells of each subject of a table whose numbers do not go from 0 without a gap. */
  public static void requireDense(
      Handle handle, String table, String subject, String number, Consumer<Finding> found) {
    String question =
        "SELECT %2$s AS subject, count(*) AS counted, min(%3$s) AS first, max(%3$s) AS last FROM %1$s GROUP BY %2$s HAVING first <> 0 OR last <> counted - 1"
            .formatted(table, subject, number);
    each(
        handle,
        question,
        row ->
            found.accept(
                Finding.damage(
                    "%s of %s".formatted(table.replace('_', ' '), row.getString("subject")),
                    "%d of them, numbered from %d to %d: some are missing"
                        .formatted(
                            row.getLong("counted"), row.getLong("first"), row.getLong("last")))));
  }
}
