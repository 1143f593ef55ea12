package dev.firmtrail.hub.accounts;

import dev.firmtrail.fuzz.Body;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.state.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** An account that is taken can be named in a URL, and none has a word that the hub needs. */
public final class AccountBody implements Body {
  @Override
  public void accept(JsonObject body) {
    NewAccount account = NewAccount.of(body, Set.of("devices"));
    String nick = account.nick();
    String path = "/" + nick + "/device";
    Must.equal(URI.create("http://hub" + path).normalize().getPath(), path, "the path of a nick");
    Must.hold(!nick.equalsIgnoreCase("devices"), "a reserved nick");
    Must.hold(nick.length() >= 3 && nick.length() <= 23, "a nick of " + nick.length());
    int email = account.email().getBytes(StandardCharsets.UTF_8).length;
    Must.hold(email <= 200 && account.email().indexOf('@') > 0, "an address of " + email);
    Must.hold(account.email().chars().noneMatch(Character::isWhitespace), "an address with space");
    int password = account.password().getBytes(StandardCharsets.UTF_8).length;
    Must.hold(password > 0 && password <= 1024, "a password of " + password);
    Must.hold(!account.toString().contains(account.email()), "shown with its address");
  }
}
