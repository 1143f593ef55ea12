package dev.firmtrail.hub.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Brings the tables up to date: numbered files of SQL, each run once, in one transaction with the
 * number it leaves in {@code PRAGMA user_version}. A file that was released is never edited.
 */
final class Migrations {
  private static final List<String> FILES =
      List.of(
          "0001-first.sql",
          "0002-signature-policies.sql",
          "0003-events.sql",
          "0004-progress.sql",
          "0005-device-logs.sql",
          "0006-metas.sql",
          "0007-sightings.sql",
          "0008-tokens.sql",
          "0009-audit.sql",
          "0010-accounts-disabled.sql",
          "0011-hidden.sql",
          "0012-profiles.sql",
          "0013-events-by-time.sql",
          "0014-ownership.sql",
          "0015-usage.sql");

  private Migrations() {}

  static void apply(Handle handle) throws IOException {
    int version = version(handle);
    if (version > FILES.size()) {
      throw newer(version);
    }
    for (int next = version; next < FILES.size(); next++) {
      String sql = read(FILES.get(next)) + "\nPRAGMA user_version = " + (next + 1) + ";";
      handle.useTransaction(transaction -> runAll(transaction, sql));
    }
  }

  /**
   * Refuses tables that are not those of this program, without touching them.
   *
   * @throws IOException an older or newer version of this program made them
   */
  static void requireCurrent(Handle handle) throws IOException {
    int version = version(handle);
    if (version > FILES.size()) {
      throw newer(version);
    }
    if (version < FILES.size()) {
      throw new IOException(
          "the database is of version %d, this program makes %d: start this program's hub on it first"
              .formatted(version, FILES.size()));
    }
  }

  private static int version(Handle handle) {
    return handle.createQuery("PRAGMA user_version").mapTo(Integer.class).one();
  }

  private static IOException newer(int version) {
    return new IOException(
        "the database is of version %d, this program knows %d: start the newer program"
            .formatted(version, FILES.size()));
  }

  private static void runAll(Handle handle, String sql) {
    try (Statement statement = handle.getConnection().createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException("the database could not be brought up to date", failed);
    }
  }

  private static String read(String file) throws IOException {
    try (InputStream in = Migrations.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("the program is incomplete: no " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
