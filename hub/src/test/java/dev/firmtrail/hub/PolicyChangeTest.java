package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that changes while steps are posted. */
class PolicyChangeTest {
  private static final int POSTERS = 8;
  private static final int POSTS = 20;

  /** Ticks at each look, so that the order of what was stored can be told by its times. */
  private final AtomicLong ticks =
      new AtomicLong(Instant.parse("2026-11-30T12:00:00Z").getEpochSecond() * 1_000_000);

  private Instant tick() {
    long micros = ticks.incrementAndGet();
    return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
  }

  @Test
  void noStepThatWasAddedWhileThePolicyWasStrictIsUnsigned(@TempDir Path data)
      throws IOException, ExecutionException, InterruptedException, SQLException {
    try (TestHub hub = TestHub.start(data.resolve("hub"), this::tick)) {
      String alice = hub.account("alice");
      DeviceLogin device = hub.deviceWithTrail(alice, "box");
      String policy = "/firmtrail/v1/devices/" + device.id() + "/signature-policy";
      JsonObject unsigned = TestHub.state("a.json", "x");
      JsonObject signed = Signed.wholly(Signed.EC, unsigned);
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < POSTERS; i++) {
        JsonObject state = i % 4 == 0 ? signed : unsigned;
        work.add(() -> {
          int stored = 0;
          for (int post = 0; post < POSTS; post++) {
            stored +=
                hub.post("/trails/" + device.id() + "/steps", alice, TestHub.step(-1, state))
                            .status()
                        == 200
                    ? 1
                    : 0;
          }
          return stored;
        });
      }
      JsonObject accept = JsonObject.builder().put("mode", "accept").build();
      work.add(() -> {
        for (int i = 0; i < POSTS; i++) {
          assertThat(hub.put(policy, alice, i % 2 == 0 ? Signed.policy("strict") : accept).status())
              .isEqualTo(200);
        }
        return 0;
      });
      int stored = 0;
      try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
        for (Future<Integer> each : threads.invokeAll(work)) {
          stored += each.get();
        }
      }
      assertThat(unsignedUnderStrict(data)).isZero();
      assertThat(count(data, "SELECT count(*) FROM steps WHERE rev > 0")).isEqualTo(stored);
      assertThat(count(data, "SELECT count(*) FROM signature_policies")).isEqualTo(POSTS);
    }
  }

  private static int unsignedUnderStrict(Path data) throws SQLException {
    return count(
        data,
        "SELECT count(*) FROM steps s JOIN states b ON b.id = s.state WHERE s.rev > 0"
            + " AND CAST(b.bytes AS TEXT) NOT LIKE '%_sigs/%'"
            + " AND (SELECT CAST(p.policy AS TEXT) FROM signature_policies p WHERE p.created < s.created"
            + " ORDER BY p.seq DESC LIMIT 1) LIKE '%\"mode\":\"strict\"%'");
  }

  private static int count(Path data, String query) throws SQLException {
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hub/hub.db"));
        Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }
}
