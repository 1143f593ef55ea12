package dev.firmtrail.hub.web;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.hub.store.Prn;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Session tokens: only what this hub's key signed names anybody, whatever its header claims. The
 * first byte chooses: the text as it is, a header and claims that nobody signed, those signed with
 * another key, or a real token with other claims or another header.
 */
public final class TokenTarget implements Target {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-31T10:00:00Z"));
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final Tokens tokens = tokens();
  private final String ours = issued(tokens);
  private final String theirs = issued(tokens());

  private static Tokens tokens() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      return new Tokens(
          (RSAPrivateCrtKey) pair.getPrivate(),
          (RSAPublicKey) pair.getPublic(),
          who -> false,
          CLOCK);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static String issued(Tokens tokens) {
    Tokens.Identity who =
        new Tokens.Identity(
            Principal.Kind.USER,
            new Prn("prn:::accounts:/0123456789abcdef01234567"),
            "nick",
            Optional.empty());
    return tokens.issue(who, "nick", List.of(Scope.ALL));
  }

  @Override
  public void accept(byte[] input) {
    Input pieces = new Input(input);
    int way = pieces.number() % 5;
    byte[] first = pieces.piece();
    byte[] second = pieces.piece();
    String[] real = (way == 2 ? theirs : ours).split("\\.", -1);
    String tried =
        switch (way) {
          case 0 -> new String(first, StandardCharsets.ISO_8859_1);
          case 1 -> TEXT.encodeToString(first) + "." + TEXT.encodeToString(second) + ".";
          case 2 -> real[0] + "." + real[1] + "." + real[2];
          case 3 -> real[0] + "." + TEXT.encodeToString(first) + "." + real[2];
          default -> TEXT.encodeToString(first) + "." + real[1] + "." + real[2];
        };
    Optional<Principal> named = tokens.verify(tried);
    Must.hold(named.isEmpty() || sameSigned(tried), "a name for " + tried);
  }

  /** Whether what is signed is what this hub signed, up to how base64 may be written. */
  private boolean sameSigned(String tried) {
    String signed = ours.substring(0, ours.lastIndexOf('.'));
    return tried.startsWith(signed + ".");
  }
}
