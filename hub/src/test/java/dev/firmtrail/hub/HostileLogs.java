package dev.firmtrail.hub;

import static dev.firmtrail.hub.HostileRequest.asking;

import java.util.List;

/** Rows of {@link HostileRequests}: lines that devices never wrote, and logs of others. */
final class HostileLogs {
  private HostileLogs() {}

  static List<HostileRequest> all() {
    return List.of(
        posted("a revision that is a number", "[{\"rev\":3}]"),
        posted("a good line before a bad one", "[{\"msg\":\"good\"},{\"tsec\":1e999}]"),
        posted("a line that is none", "[[[[[[]]]]]]"),
        posted("a line in two versions", "{\"msg\":\"a\",\"msg\":\"b\"}"),
        posted("lines that begin and do not end", "[{\"msg\":\"\u00c3"),
        posted("more lines than a post may have", "201 of them", "[" + "{},".repeat(200) + "{}]"),
        posted(
            "a line that is too long",
            "300,000 bytes",
            "{\"msg\":\"" + "x".repeat(300_000) + "\"}"),
        asking(
            "lines by somebody who is no device",
            "POST /logs/",
            world -> world.request("POST", "/logs/", world.owner(), "[{\"msg\":\"forged\"}]")),
        asking(
            "logs, asked for by a device",
            "GET /logs/",
            world -> world.request("GET", "/logs/", world.deviceToken(), "")),
        shown("another's logs", "?dev={device}"),
        shown("a page without end", "?page=99999999999999999999"),
        shown("a page that goes back", "?page=-1"),
        shown("an order that would sort everything", "?sort=msg"),
        shown("a time that is none", "?after=2026-02-30T00:00:00Z"),
        shown("a time far beyond", "?before=%2B999999999-12-31T23:59:59Z"),
        shown("SQL in a filter", "?lvl=%27)%20OR%201=1--"),
        asking(
            "another's cursor",
            "POST /logs/cursor",
            world ->
                world.request(
                    "POST", "/logs/cursor", world.stranger(), cursor(ownersCursor(world)))),
        asking(
            "a cursor with one letter changed",
            "the same, by its owner",
            world ->
                world.request(
                    "POST", "/logs/cursor", world.owner(), cursor("A" + ownersCursor(world)))),
        asking(
            "a signed URL as a cursor",
            "sealed by this hub, with another key",
            world ->
                world.request(
                    "POST",
                    "/logs/cursor",
                    world.owner(),
                    cursor(world.getPath().substring("/local-s3/".length())))));
  }

  private static HostileRequest posted(String name, String body) {
    return posted(name, body, body);
  }

  private static HostileRequest posted(String name, String shown, String body) {
    return asking(name, shown, world -> world.request("POST", "/logs/", world.deviceToken(), body));
  }

  private static HostileRequest shown(String name, String query) {
    return asking(
        name,
        "GET /logs/" + query,
        world -> world.request("GET", "/logs/" + query, world.stranger(), ""));
  }

  private static String ownersCursor(HostileWorld world) {
    return world.hub().get("/logs/?cursor=true", world.owner()).string("next-cursor");
  }

  private static String cursor(String text) {
    return "{\"next-cursor\":\"" + text + "\"}";
  }
}
