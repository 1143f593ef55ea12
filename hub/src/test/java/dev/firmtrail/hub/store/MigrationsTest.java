package dev.firmtrail.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of an older program goes on, with all that it holds. */
class MigrationsTest {
  private static final String OLD_ROWS =
      """
      INSERT INTO devices VALUES ('d', 'prn:x', 'box', '', '', 0, 1, 1);
      INSERT INTO states VALUES ('s', x'7b7d');
      INSERT INTO trails VALUES ('d', 'prn:x', 1);
      INSERT INTO steps VALUES ('d', 0, 's', '', '', '{}', 'DONE', 1);
      INSERT INTO steps VALUES ('d', 1, 's', '', '', '{}', 'NEW', 1);
      PRAGMA user_version = 2;
      """;

  private static final String OLD_COUNTED =
      """
      INSERT INTO devices VALUES ('e', 'prn:x', 'other', '', '', 0, 1, 1);
      INSERT INTO devices VALUES ('f', '', 'waits', '', 'c', 0, 1, 1);
      INSERT INTO objects VALUES ('prn:x', 'a', '', 5, '', 1, 1, 1);
      INSERT INTO objects VALUES ('prn:x', 'b', '', 6, '', 1, 1, 1);
      INSERT INTO objects VALUES ('prn:x', 'c', '', 70, '', 0, 1, 1);
      INSERT INTO objects VALUES ('prn:y', 'a', '', 5, '', 0, 1, 1);
      """;

  private static String sql(String file) throws IOException {
    try (InputStream in = Migrations.class.getResourceAsStream(file)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void saysHowFarADeviceIsWithTheStepsOfAnOldDatabase(@TempDir Path directory)
      throws IOException, SQLException {
    Path file = directory.resolve("hub.db");
    try (Connection old = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = old.createStatement()) {
      statement.executeUpdate(
          sql("0001-first.sql") + sql("0002-signature-policies.sql") + OLD_ROWS);
    }
    try (Database database = Database.open(file)) {
      List<String> standing =
          database.read(handle ->
              handle
                  .createQuery(
                      "SELECT trail || rev || status || pending || by_owner || json_extract(progress, '$.status')"
                          + " FROM step_standing ORDER BY rev")
                  .mapTo(String.class)
                  .list());
      assertThat(standing).containsExactly("d0DONE00DONE", "d1NEW10NEW");
    }
  }

  @Test
  void countsWhatIsThere(@TempDir Path directory) throws IOException, SQLException {
    Path file = directory.resolve("hub.db");
    try (Connection old = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = old.createStatement()) {
      statement.executeUpdate(
          sql("0001-first.sql") + sql("0002-signature-policies.sql") + OLD_ROWS + OLD_COUNTED);
    }
    try (Database database = Database.open(file)) {
      List<String> usage =
          database.read(handle ->
              handle
                  .createQuery(
                      "SELECT format('%s %d %d %d', account, devices, objects, bytes) FROM usage"
                          + " ORDER BY account")
                  .mapTo(String.class)
                  .list());
      assertThat(usage).containsExactly(" 1 0 0", "prn:x 2 3 11", "prn:y 0 1 0");
    }
  }
}
