package dev.firmtrail.hub.trails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.accounts.Accounts;
import dev.firmtrail.hub.accounts.Secrets;
import dev.firmtrail.hub.audit.Audit;
import dev.firmtrail.hub.devices.DevicesRoom;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.objects.ObjectRecords;
import dev.firmtrail.hub.signatures.SignaturesRoom;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.usage.Bounds;
import dev.firmtrail.hub.usage.Usage;
import dev.firmtrail.hub.web.Rates;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list of trails costs the same few queries however many there are, and has an end. */
class TrailListTest {
  private static final Prn OWNER = Prn.ofAccount(new HubId("0123456789abcdef01234567"));
  private static final int READERS = 4;

  private Database database;
  private DevicesRoom devices;
  private SignaturesRoom signatures;
  private Secrets secrets;
  private Trails trails;
  private StepPost post;
  private int made;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    InstantSource clock = () -> Instant.EPOCH;
    SecureRandom random = new SecureRandom();
    database = Database.open(directory.resolve("hub.db"));
    secrets = new Secrets(random);
    Events events = new Events(database, Rates.STANDARD, clock);
    Usage usage = new Usage(database, Bounds.STANDARD);
    Audit audit = new Audit(database, clock);
    devices =
        new DevicesRoom(
            database,
            new Accounts(database, secrets, audit, random, clock),
            secrets,
            events,
            usage,
            audit,
            Optional.empty(),
            random,
            clock);
    signatures = new SignaturesRoom(database, events, audit, devices.devices(), clock);
    trails = new Trails(database, devices.devices(), devices.sightings());
    ObjectStore store = ObjectStore.open(directory.resolve("objects"));
    post =
        new StepPost(
            database,
            new ObjectRecords(database, store, events, usage, clock),
            signatures.steps(),
            events,
            clock);
  }

  @AfterEach
  void close() {
    signatures.close();
    devices.close();
    secrets.close();
    database.close();
  }

  /** With a state of about so many bytes. */
  private HubId begin(int bytes) throws InvalidStateException {
    HubId id = new HubId("%024x".formatted(++made));
    database.write(handle ->
        handle.execute(
            "INSERT INTO devices (id, owner, nick, secret, challenge, public, created, modified)"
                + " VALUES (?, ?, ?, '', '', 0, 0, 0)",
            id.hex(),
            OWNER.text(),
            "nick" + made));
    String document =
        "{\"#spec\":\"pantavisor-service-system@1\",\"a.json\":\"" + "x".repeat(bytes) + "\"}";
    post.begin(id, OWNER, State.read(document.getBytes(StandardCharsets.UTF_8)));
    return id;
  }

  private List<HubId> listed(int offset, int most) {
    return trails.ownedBy(OWNER, offset, most).stream()
        .map(each -> each.trail().device().id())
        .toList();
  }

  private AtomicInteger countQueries() throws InterruptedException {
    AtomicInteger queries = new AtomicInteger();
    SqlLogger counter =
        new SqlLogger() {
          @Override
          public void logBeforeExecution(StatementContext context) {
            queries.incrementAndGet();
          }
        };
    // Each reader is kept until all were told.
    CountDownLatch told = new CountDownLatch(READERS);
    try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      for (int i = 0; i < READERS; i++) {
        threads.execute(() ->
            database.read(handle -> {
              handle.getConfig(SqlStatements.class).setSqlLogger(counter);
              told.countDown();
              return await(told);
            }));
      }
    }
    return queries;
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void moreTrailsAreNoMoreQueries() throws Exception {
    AtomicInteger queries = countQueries();
    begin(1);
    assertThat(listed(0, Trails.MOST_LISTED)).hasSize(1);
    int ofOne = queries.getAndSet(0);
    for (int i = 0; i < 30; i++) {
      begin(1);
    }
    assertThat(listed(0, Trails.MOST_LISTED)).hasSize(31);
    assertThat(queries.get()).isEqualTo(ofOne).isBetween(1, 4);
  }

  @Test
  void aListIsReadPageByPage() throws Exception {
    List<HubId> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.add(begin(i));
    }
    assertThat(listed(0, Trails.MOST_LISTED)).isEqualTo(all);
    assertThat(IntStream.of(0, 3, 6).mapToObj(at -> listed(at, 3)).flatMap(List::stream))
        .containsExactlyElementsOf(all);
    assertThat(listed(7, 3)).isEmpty();
  }

  @Test
  void aListEndsBeforeItsStatesAreTooLarge() throws Exception {
    HubId first = begin(9 << 20);
    HubId second = begin(5 << 20);
    HubId third = begin(2 << 20);
    HubId fourth = begin(2 << 20);
    assertThat(listed(0, Trails.MOST_LISTED)).containsExactly(first);
    assertThat(listed(1, Trails.MOST_LISTED)).containsExactly(second, third);
    assertThat(listed(3, Trails.MOST_LISTED)).containsExactly(fourth);
  }

  @Test
  void noListLooksAtTheTrailsOfOthers() {
    for (String sql : List.of(Trails.LIST, Trails.FACTORY_STEPS, Trails.SUMMARIES)) {
      List<String> plan =
          database.read(handle ->
              handle
                  .createQuery("EXPLAIN QUERY PLAN " + sql.replaceAll(":[a-z]+|\\?", "'[]'"))
                  .map((row, context) -> row.getString("detail"))
                  .list());
      assertThat(plan)
          .as(sql)
          .noneMatch(step -> step.startsWith("SCAN") && !step.startsWith("SCAN json_each"));
    }
  }
}
