package dev.firmtrail.hub.openapi;

import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The description of all routes, its own included ({@code docs/formats/hub.md}, Description). */
public final class ApiRoutes {
  private final List<Route> all;
  private final String json;
  private final Answer.Text page;

  public ApiRoutes(List<Route> others, ApiUrl api) {
    this.all =
        Stream.concat(
                others.stream(),
                Stream.of(
                    open("/firmtrail/v1/openapi.json", call -> Answer.okWritten(document())),
                    open("/firmtrail/v1/docs", call -> page())))
            .toList();
    JsonObject document = ApiDocument.of(all, api);
    ApiPage shown = new ApiPage(document);
    this.json = JsonWriter.AS_BUILT.text(document);
    this.page =
        new Answer.Text(
            new LinkedHashMap<>(
                Map.of(
                    "Content-Security-Policy",
                    shown.contentSecurityPolicy(),
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer")),
            "text/html",
            shown.html());
  }

  private static Route open(String path, Route.Handler handler) {
    return Route.get(path, Access.OPEN, Need.NOTHING, handler);
  }

  /** The others, and those of the description. */
  public List<Route> all() {
    return all;
  }

  private String document() {
    return json;
  }

  private Answer page() {
    return page;
  }
}
