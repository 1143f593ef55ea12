package dev.firmtrail.hub.store;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * That tables, indices and the triggers that keep facts from being changed are those that this
 * program makes, and no others.
 */
public final class SchemaCheck implements Check {
  private static final String PARTS =
      "SELECT type || ' ' || name AS part, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

  @Override
  public String name() {
    return "schema";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) throws IOException {
    Map<String, String> here = parts(handle);
    Map<String, String> wanted;
    try (Handle fresh = Jdbi.create("jdbc:sqlite::memory:").open()) {
      Migrations.apply(fresh);
      wanted = parts(fresh);
    }
    TreeSet<String> all = new TreeSet<>(here.keySet());
    all.addAll(wanted.keySet());
    for (String part : all) {
      Optional<String> is = Optional.ofNullable(here.get(part));
      Optional<String> should = Optional.ofNullable(wanted.get(part));
      if (!is.equals(should)) {
        String what =
            is.isEmpty() ? "is missing" : should.isEmpty() ? "is none of ours" : "is another one";
        found.accept(Finding.damage("the " + part, "it " + what));
      }
    }
  }

  private static Map<String, String> parts(Handle handle) {
    Map<String, String> parts = new TreeMap<>();
    Rows.each(handle, PARTS, row -> parts.put(row.getString("part"), row.getString("sql")));
    return parts;
  }
}
