package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may call what: every route in the hub's own list, asked by each kind of caller about a
 * private device, its steps and objects. What each is answered stands in {@code authorisation.tsv};
 * a route without a row there, and a row without a route, fails.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorisationTest {
  private static final Duration LONG_AGO = Duration.ofHours(2);

  /**
   * In the order of the table's columns, and in which they ask: those who may change things last.
   */
  enum Caller {
    /** No token at all. */
    NOBODY,
    /** The owner, with a token that a key of somebody else has signed. */
    FORGED,
    /** The owner, with a token that has run out. */
    EXPIRED,
    ANONYMOUS,
    /** The owner, with a token that is good for something else. */
    SMALL_SCOPE,
    /** Another account. */
    OTHER,
    /** A device of the other account. */
    OTHERS_DEVICE,
    /** Another device of the owner. */
    SIBLING,
    DEVICE,
    OWNER
  }

  private Duration back = LONG_AGO;
  private TestHub hub;
  private Map<Caller, String> tokens;
  private int turn;

  @BeforeAll
  void start(@TempDir Path data) throws IOException, GeneralSecurityException {
    hub = TestHub.start(data.resolve("hub"), () -> Instant.now().minus(back));
    tokens = new EnumMap<>(Caller.class);
    tokens.put(Caller.EXPIRED, hub.account("owner"));
    back = Duration.ZERO;
    String owner = hub.login("owner", TestHub.PASSWORD);
    String other = hub.account("other");
    tokens.put(Caller.OWNER, owner);
    tokens.put(Caller.FORGED, signedByAnother(owner));
    tokens.put(Caller.ANONYMOUS, hub.anonymous());
    tokens.put(Caller.SMALL_SCOPE, withScope("metrics.readonly"));
    tokens.put(Caller.OTHER, other);
    tokens.put(Caller.OTHERS_DEVICE, hub.deviceWithTrail(other, "others").token());
    tokens.put(Caller.SIBLING, hub.deviceWithTrail(owner, "sibling").token());
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private String withScope(String scope) {
    return hub.postOpen(
            "/auth/login",
            JsonObject.builder()
                .put("username", "owner")
                .put("password", TestHub.PASSWORD)
                .put("scope", scope)
                .build())
        .string("token");
  }

  /** The same header and claims, with a good signature of a key that is not the hub's. */
  private static String signedByAnother(String token) throws GeneralSecurityException {
    String signed = token.substring(0, token.lastIndexOf('.'));
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.generateKeyPair().getPrivate());
    signature.update(signed.getBytes(StandardCharsets.UTF_8));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  /**
   * A row of the table.
   *
   * @param body with placeholders, empty for none
   * @param statuses one for each caller
   */
  record Row(String route, String body, Map<Caller, Integer> statuses) {
    static Row of(String line) {
      String[] cells = line.split("\t", -1);
      Map<Caller, Integer> statuses = new EnumMap<>(Caller.class);
      int next = 3;
      for (Caller caller : Caller.values()) {
        statuses.put(caller, Integer.valueOf(cells[next++]));
      }
      assertThat(cells).as(line).hasSize(next);
      return new Row(cells[0] + " " + cells[1], cells[2], statuses);
    }

    @Override
    public String toString() {
      return route;
    }
  }

  static List<Row> rows() {
    try (BufferedReader table =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    AuthorisationTest.class.getResourceAsStream("authorisation.tsv")),
                StandardCharsets.UTF_8))) {
      return table.lines().filter(line -> !line.startsWith("#")).map(Row::of).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String name(Route route) {
    return route.method() + " " + route.path();
  }

  @Test
  void everyRouteHasARow() {
    assertThat(rows())
        .extracting(Row::route)
        .containsExactlyInAnyOrderElementsOf(
            hub.hub().routes().stream().map(AuthorisationTest::name).toList());
  }

  private Route route(Row row) {
    return hub.hub().routes().stream()
        .filter(route -> name(route).equals(row.route()))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isAnsweredAsTheTableSays(Row row) {
    Route route = route(row);
    World world = new World(route);
    Map<Caller, Integer> statuses = new EnumMap<>(Caller.class);
    for (Caller caller : Caller.values()) {
      statuses.put(caller, world.ask(route, row.body(), caller));
    }
    assertThat(statuses).isEqualTo(row.statuses());
  }

  /** What holds of all routes, whatever the table says. */
  @ParameterizedTest
  @MethodSource("rows")
  void theTableLetsNobodyInWithoutAGoodToken(Row row) {
    Access access = route(row).access();
    if (access == Access.OPEN || access == Access.OPERATOR) {
      return;
    }
    assertThat(row.statuses()).containsEntry(Caller.FORGED, 401).containsEntry(Caller.EXPIRED, 401);
    if (access != Access.OPTIONAL_TOKEN) {
      assertThat(row.statuses()).containsEntry(Caller.NOBODY, 401);
    }
  }

  /**
   * A private device with a trail, a step that it has not taken, an object, and what belongs to it.
   */
  private final class World {
    private final String owner = Objects.requireNonNull(tokens.get(Caller.OWNER));
    private final String nick = "box" + turn++;
    private final DeviceLogin device = hub.deviceWithTrail(owner, nick);
    private final String object = hub.object(owner, "bytes of " + nick, "a");
    private final Map<String, String> places;

    World(Route route) {
      boolean tokens = route.path().endsWith("tokens/{id}");
      hub.post("/trails/" + device.id() + "/steps", owner, step());
      Reply waiting = hub.postOpen("/devices/", JsonObject.EMPTY);
      this.places =
          Map.ofEntries(
              Map.entry("{id}", device.id()),
              Map.entry("{rev}", "1"),
              Map.entry("{sha}", object),
              Map.entry("{user}", "owner"),
              Map.entry("{device}", nick),
              Map.entry("{nick}", "owner"),
              Map.entry("{owner}", hub.get("/auth/", owner).string("prn")),
              Map.entry("{filename}", "step.tar"),
              Map.entry("{token}", token(hub.get("/objects/" + object, owner))),
              Map.entry("{waiting}", waiting.string("id")),
              Map.entry("{challenge}", waiting.string("challenge")),
              Map.entry("{join}", tokens ? joinToken() : ""),
              Map.entry("{personal}", tokens ? personalToken() : ""));
    }

    private JsonObject step() {
      return TestHub.step(-1, TestHub.state("a", object));
    }

    private static String token(Reply object) {
      String url = object.string("signed-geturl");
      return url.substring(url.lastIndexOf('/') + 1);
    }

    private String joinToken() {
      return hub.post("/devices/tokens", owner, JsonObject.EMPTY).string("id");
    }

    private String personalToken() {
      JsonObject wish = JsonObject.builder().put("scopes", Json.ofStrings(List.of("all"))).build();
      return hub.post("/tokens", owner, wish).string("id");
    }

    int ask(Route route, String body, Caller caller) {
      Optional<String> token =
          caller == Caller.DEVICE
              ? Optional.of(device.token())
              : Optional.ofNullable(tokens.get(caller));
      String path =
          route
              .path()
              .replace("/devices/tokens/{id}", "/devices/tokens/{join}")
              .replaceFirst("^/tokens/\\{id}", "/tokens/{personal}");
      return hub.call(
              route.method().name(),
              filled(path),
              token,
              Optional.of(filled(body)).filter(text -> !text.isEmpty()),
              Map.of())
          .status();
    }

    private String filled(String text) {
      String filled = text;
      for (Map.Entry<String, String> place : places.entrySet()) {
        filled = filled.replace(place.getKey(), place.getValue());
      }
      return filled;
    }
  }
}
