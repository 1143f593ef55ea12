package dev.firmtrail.hub.accounts;

import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.hub.web.Throttle;
import dev.firmtrail.hub.web.Throttle.Rate;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** {@code /auth}: sessions and accounts ({@code docs/formats/hub.md}, Accounts and Logging in). */
public final class AccountRoutes {
  /** The same answer stands in each part of the API. */
  private static final List<String> STATUS_PATHS =
      List.of(
          "/auth/auth_status",
          "/devices/auth_status",
          "/trails/auth_status",
          "/objects/auth_status",
          "/dash/auth_status");

  /** From one network: a classroom at once. */
  private static final Rate REGISTRATIONS = new Rate(100, Duration.ofSeconds(10));

  private final Accounts accounts;
  private final Login login;
  private final Set<String> reserved;
  private final Throttle registrations;

  public AccountRoutes(Accounts accounts, Login login, Set<String> reserved, InstantSource clock) {
    this.accounts = accounts;
    this.login = login;
    this.reserved = Set.copyOf(reserved);
    this.registrations = new Throttle(REGISTRATIONS, clock);
  }

  public List<Route> list() {
    Stream<Route> status =
        STATUS_PATHS.stream()
            .map(path ->
                Route.get(
                    path,
                    Access.ANY_TOKEN,
                    Need.NOTHING,
                    call -> Answer.ok(call.caller().claims())));
    return Stream.concat(
            status,
            Stream.of(
                new Route(
                    Method.POST,
                    "/auth/login",
                    Access.OPEN,
                    Need.NOTHING,
                    Route.SMALL_BODY,
                    this::logIn),
                Route.get("/auth/login", Access.ANY_TOKEN, Need.NOTHING, this::refresh),
                Route.get("/auth", Access.ANY_TOKEN, Need.NOTHING, this::own),
                Route.get("/auth/accounts", Access.ACCOUNT, Need.NOTHING, this::accounts),
                new Route(
                    Method.POST,
                    "/auth/accounts",
                    Access.OPEN,
                    Need.NOTHING,
                    Route.SMALL_BODY,
                    this::register)))
        .toList();
  }

  private Answer logIn(Call call) throws IOException {
    if (call.header("User-Agent").filter(agent -> !agent.isBlank()).isEmpty()) {
      throw Refusal.forbidden("Incompatible Client; upgrade pantavisor");
    }
    JsonObject body = call.json();
    String token =
        login.token(
            body.string("username").orElse(""),
            body.string("password").orElse(""),
            body.string("scope").orElse(""),
            call.address());
    return tokenAnswer(token);
  }

  private Answer refresh(Call call) {
    return tokenAnswer(login.refreshed(call.caller()));
  }

  /**
   * Nothing else may stand in this answer: devices take the first string that they find for the
   * token.
   */
  private static Answer tokenAnswer(String token) {
    return Answer.ok(JsonObject.builder().put("token", token).build());
  }

  private Answer own(Call call) {
    return Answer.ok(account(call).json());
  }

  private Account account(Call call) {
    return accounts
        .byPrn(call.caller().prn())
        .orElseThrow(() -> Refusal.forbidden("this caller is not an account"));
  }

  /** The accounts that a caller may see: its own. */
  private Answer accounts(Call call) {
    if (call.query("asadmin").filter(text -> !text.isEmpty()).isPresent()) {
      throw Refusal.forbidden("no account sees those of others");
    }
    return Answer.ok(new JsonArray(List.of(account(call).json())));
  }

  /**
   * Old clients print the link that they find in the answer; there is nothing to follow, so it is
   * empty.
   */
  private Answer register(Call call) throws IOException {
    registrations.take(
        call.address().network(),
        "too many accounts were made from this network; Retry-After says how many seconds to wait");
    Account account = accounts.create(NewAccount.of(call.json(), reserved), call.address());
    return Answer.ok(
        JsonObject.builder()
            .putAll(account.json().members())
            .put("token", "")
            .put("redirect-uri", "")
            .build());
  }
}
