package dev.firmtrail.hub.store;

import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** That the database file is whole, by SQLite's own word, and each row finds those it refers to. */
public final class DatabaseCheck implements Check {
  @Override
  public String name() {
    return "database";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) {
    Rows.each(
        handle,
        "PRAGMA integrity_check",
        row -> {
          if (!row.getString(1).equals("ok")) {
            found.accept(Finding.damage("hub.db", row.getString(1)));
          }
        });
    Rows.each(
        handle,
        "PRAGMA foreign_key_check",
        row ->
            found.accept(
                Finding.damage(
                    "a row of " + row.getString("table"),
                    "it refers to one of %s that is not there"
                        .formatted(row.getString("parent")))));
  }
}
