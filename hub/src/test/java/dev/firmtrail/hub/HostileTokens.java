package dev.firmtrail.hub;

import static dev.firmtrail.hub.HostileRequest.asking;
import static dev.firmtrail.hub.HostileRequest.post;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Rows of {@link HostileRequests}: tokens of devices and of programs. */
final class HostileTokens {
  private HostileTokens() {}

  static List<HostileRequest> all() {
    return List.of(
        joining("a join token that nobody made", "A".repeat(32), "32 letters"),
        joining("a join token that was disabled", "{disabled}", "its owner's"),
        joining("a join token of 5,000 letters", "A".repeat(5000), "5,000 letters"),
        joining("a join token that is SQL", "' OR '1'='1", "' OR '1'='1"),
        joining("a join token that is empty", "", "an empty header"),
        post(
            "metadata that is a list",
            "/devices/tokens",
            "{\"default-user-meta\":[]}",
            "in a join token"),
        post(
            "a join token's nick that is a path", "/devices/tokens", "{\"nick\":\"../a\"}", "../a"),
        asking(
            "another's join token, disabled",
            "DELETE /devices/tokens/{join}",
            world -> world.request("DELETE", "/devices/tokens/{join}", world.stranger(), "")),
        asking(
            "a join token made by a device",
            "POST /devices/tokens",
            world -> world.request("POST", "/devices/tokens", world.deviceToken(), "{}")),
        post(
            "a personal token of an administrator",
            "/tokens",
            "{\"scopes\":[\"all\"],\"type\":\"ADMIN\"}",
            "type ADMIN"),
        post(
            "a personal token for scopes that are none",
            "/tokens",
            "{\"scopes\":[\"all\",{\"all\":1}]}",
            "an object among them"),
        post(
            "a personal token for ever",
            "/tokens",
            "{\"scopes\":[\"all\"],\"expire-at\":\"9999-12-31T23:59:59Z\"}",
            "expire-at 9999"),
        asking(
            "another's personal token",
            "GET /tokens/{token}",
            world -> world.request("GET", "/tokens/{token}", world.stranger(), "")),
        asking(
            "another's personal token, deleted",
            "DELETE /tokens/{token}",
            world -> world.request("DELETE", "/tokens/{token}", world.stranger(), "")),
        asking(
            "a token made by a program",
            "POST /tokens, with all scopes",
            world ->
                world.request("POST", "/tokens", world.programToken(), "{\"scopes\":[\"all\"]}")),
        login("another's personal token as a password", "stranger", world -> "{secret}"),
        login(
            "a personal token of which only the id is known",
            "owner",
            world -> encoded(world.personalToken() + ":x")));
  }

  private static HostileRequest joining(String name, String token, String shown) {
    return asking(
        name,
        shown,
        world ->
            HostileRequest.lines(
                "POST /devices/ HTTP/1.1\nHost: hub\nUser-Agent: stranger\nConnection: close\n"
                    + JoinTokenTest.HEADER
                    + ": "
                    + world.filled(token)
                    + "\nContent-Length: 0\n\n"));
  }

  private interface Password {
    String of(HostileWorld world);
  }

  private static HostileRequest login(String name, String user, Password password) {
    return asking(
        name,
        "POST /auth/login as " + user,
        world ->
            world.request(
                "POST",
                "/auth/login",
                "none",
                "{\"username\":\"" + user + "\",\"password\":\"" + password.of(world) + "\"}"));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
