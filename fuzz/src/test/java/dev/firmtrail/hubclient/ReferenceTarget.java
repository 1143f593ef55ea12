package dev.firmtrail.hubclient;

import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.state.Fragment;
import dev.firmtrail.state.InvalidFragmentException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a person, a script or a stranger's workspace names as a repository, a hub or a proxy: a
 * reference is refused, or it can be called, is the same when its text is read again, and its
 * document lies on the same host. What is shown of it holds no password.
 */
public final class ReferenceTarget implements Target {
  private static final URI BASE = URI.create("https://repositories.example");

  @Override
  public void accept(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      reference(RepositoryReference.parse(text, BASE, path -> false));
    } catch (HubException refused) {
      Must.beShowable(refused);
    }
    try {
      URI hub = HubAddresses.url(text);
      Must.beCallable(hub);
      Must.beCallable(Addresses.under(HubAddresses.of(hub).hub(), "auth/login"));
    } catch (HubException refused) {
      Must.beShowable(refused);
    }
    try {
      ProxySetting.parse(text, Map.of()).selector().select(BASE);
    } catch (HubException refused) {
      Must.beShowable(refused);
    }
    fragment(text);
    Must.hold(
        Addresses.escaped(text)
            .chars()
            .allMatch(c -> c > ' ' && c < 0x7F && "/?#&=+".indexOf(c) < 0),
        "not escaped: " + Addresses.escaped(text));
  }

  private static void reference(RepositoryReference reference) throws HubException {
    switch (reference) {
      case RepositoryReference.Url url -> {
        Must.beCallable(url.uri());
        Must.hold(url.uri().getRawFragment() == null, "a fragment in " + url.uri());
        URI document = Remote.documentOf(url.uri());
        Must.beCallable(document);
        Must.hold(Addresses.sameOrigin(document, url.uri()), "on another host: " + document);
        Must.equal(RepositoryReference.parseUrl(url.text(), BASE).uri(), url.uri(), "read again");
      }
      case RepositoryReference.Local local ->
          Must.hold(!local.path().contains("://"), "a URL taken for a path: " + local);
    }
    Must.hold(reference.shown().chars().noneMatch(Character::isISOControl), "shown with a control");
  }

  private static void fragment(String text) {
    try {
      Fragment.parse(text);
    } catch (InvalidFragmentException refused) {
      Must.beShowable(refused);
    }
  }
}
