package dev.firmtrail.hub.accounts;

import dev.firmtrail.hub.audit.Actor;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * {@code /tokens} ({@code docs/formats/hub.md}, Personal tokens): for who knows the account's
 * password alone, so that nothing that was given to a program gives itself more.
 */
public final class PersonalTokenRoutes {
  private static final int PAGE = 100;

  private final PersonalTokens tokens;
  private final InstantSource clock;

  public PersonalTokenRoutes(PersonalTokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  public List<Route> list() {
    return List.of(
        new Route(
            Method.POST,
            "/tokens",
            Access.PASSWORD,
            Need.EVERYTHING,
            Route.SMALL_BODY,
            this::create),
        Route.get("/tokens", Access.PASSWORD, Need.EVERYTHING, this::list),
        Route.get(
            "/tokens/{id}", Access.PASSWORD, Need.EVERYTHING, call -> Answer.ok(own(call).shown())),
        new Route(
            Method.DELETE,
            "/tokens/{id}",
            Access.PASSWORD,
            Need.EVERYTHING,
            Route.SMALL_BODY,
            this::delete));
  }

  private Answer create(Call call) throws IOException {
    PersonalTokens.Created made =
        tokens.create(
            call.caller(), NewPersonalToken.of(call.json(), clock.instant()), call.address());
    return Answer.ok(made.token().created(made.secret()));
  }

  private Answer list(Call call) {
    List<PersonalToken> all = tokens.ownedBy(call.caller().prn());
    int size = Math.max(1, call.number("page[size]", PAGE, 0, Integer.MAX_VALUE));
    int offset = call.number("page[offset]", 0, 0, Integer.MAX_VALUE);
    List<Json> items =
        all.stream().skip(offset).limit(size).map(token -> (Json) token.shown()).toList();
    return Answer.ok(
        JsonObject.builder()
            .put("resource", "/tokens")
            .put("page_size", size)
            .put("page_offset", offset)
            .put("current_page", offset / size + 1)
            .put("total", all.size())
            .put("next", offset + size < all.size() ? page(size, offset + size) : "")
            .put("prev", offset > 0 ? page(size, Math.max(0, offset - size)) : "")
            .put("items", new JsonArray(items))
            .build());
  }

  private static String page(int size, int offset) {
    return "/tokens?page[size]=%d&page[offset]=%d".formatted(size, offset);
  }

  private Answer delete(Call call) {
    tokens.delete(own(call), Actor.of(call));
    return Answer.ok(JsonObject.builder().put("success", true).build());
  }

  /** The token under {@code {id}}; another's, and one that there is not, sound the same. */
  private PersonalToken own(Call call) {
    Optional<HubId> id = HubId.parse(call.path("id"));
    return tokens.ownedBy(call.caller().prn()).stream()
        .filter(token -> id.filter(token.id()::equals).isPresent())
        .findFirst()
        .orElseThrow(
            () -> Refusal.forbidden("there is no such token, or it is not this account's"));
  }
}
