package dev.firmtrail.hub.accounts;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.hub.store.HubId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What is typed as a password: the secret of a personal token has one spelling, and nothing else is
 * taken for one. The first byte chooses: the text as it is, or what it is in base64.
 */
public final class PersonalSecretTarget implements Target {
  @Override
  public void accept(byte[] input) {
    Input pieces = new Input(input);
    boolean encode = pieces.number() % 2 == 1;
    byte[] rest = pieces.rest();
    String text =
        encode
            ? Base64.getUrlEncoder().withoutPadding().encodeToString(rest)
            : new String(rest, StandardCharsets.UTF_8);
    Optional<PersonalSecret> secret = PersonalSecret.parse(text);
    secret.ifPresent(read -> {
      Must.equal(read.text(), text, "another spelling");
      Must.hold(!read.toString().contains(read.random()), "shown");
    });
    if (encode) {
      String content = new String(rest, StandardCharsets.ISO_8859_1);
      int colon = content.indexOf(':');
      boolean form =
          colon == 24
              && HubId.parse(content.substring(0, colon)).isPresent()
              && content.substring(colon + 1).matches("[A-Za-z0-9]{32}");
      Must.equal(secret.isPresent(), form, "taken");
    }
  }
}
