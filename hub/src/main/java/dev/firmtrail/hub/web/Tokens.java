package dev.firmtrail.hub.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Interner;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import dev.firmtrail.hub.store.Fingerprint;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Session tokens: JWTs signed RS256 with this hub's own key ({@code docs/formats/hub.md}, Tokens).
 * Safe for use by many threads.
 *
 * <p>A token is believed until it expires; nothing is looked up. That is what lets any process with
 * the key serve any request.
 */
public final class Tokens {
  /**
   * Longest token that is issued: devices keep {@code Bearer <token>} in 1024 bytes and cut what is
   * longer, silently.
   */
  public static final int MAX_LENGTH = 1016;

  private static final JWSHeader HEADER = new JWSHeader.Builder(JWSAlgorithm.RS256).build();

  /** No token of ours begins otherwise, so a stranger's header is not even parsed. */
  private static final String OUR_HEADER = HEADER.toBase64URL() + ".";

  private static final Duration LIFE = Duration.ofMinutes(60);
  private static final Duration SHORT_LIFE = Duration.ofMinutes(5);
  private static final Duration REFRESH_WINDOW = Duration.ofDays(1);

  /**
   * Twice those of a large fleet, each about 400 bytes: while it is less than half full, the cache
   * keeps no order of use, which would cost more than looking up.
   */
  private static final int MOST_VERIFIED = 220_000;

  /** A signature is checked once: the caller whom each token names. */
  private final Cache<Fingerprint, Principal> verified =
      Caffeine.newBuilder().maximumSize(MOST_VERIFIED).expireAfterWrite(LIFE).build();

  /** The devices of one owner, and most callers' scopes, are remembered with one and the same. */
  private final Interner<Prn> owners = Interner.newWeakInterner();

  private final Interner<List<Scope>> scopes = Interner.newWeakInterner();

  private final RSASSASigner signer;
  private final RSASSAVerifier verifier;
  private final Predicate<Principal> gone;
  private final InstantSource clock;

  /**
   * @param gone who has no session any more, whatever a token says
   */
  public Tokens(
      RSAPrivateCrtKey key,
      RSAPublicKey publicKey,
      Predicate<Principal> gone,
      InstantSource clock) {
    this.signer = new RSASSASigner(key);
    this.verifier = new RSASSAVerifier(publicKey);
    this.gone = gone;
    this.clock = clock;
  }

  /** A name and what it may do, before it has a token. */
  public record Identity(Principal.Kind kind, Prn prn, String nick, Optional<Prn> owner) {}

  /**
   * Begins a session.
   *
   * @throws Refusal the token would be longer than devices can hold
   */
  public String issue(Identity who, String login, List<Scope> scopes) {
    return issue(who, login, scopes, Optional.empty(), Instant.MAX);
  }

  /**
   * Begins a session of a program, with an account's personal token; a short one.
   *
   * @param end of the personal token, and so of its sessions
   * @throws Refusal the token would be longer than devices can hold
   */
  public String issue(
      Identity who, String login, List<Scope> scopes, HubId personalToken, Instant end) {
    return issue(who, login, scopes, Optional.of(personalToken), end);
  }

  private String issue(
      Identity who, String login, List<Scope> scopes, Optional<HubId> personalToken, Instant end) {
    Instant now = clock.instant();
    Principal session =
        new Principal(
            who.kind(), who.prn(), who.nick(), login, who.owner(), scopes, personalToken, now, now);
    return sign(session.until(endOf(session, now, end)));
  }

  /**
   * A new token for a session that has not ended and did not begin more than a day ago; else empty.
   *
   * @param end when the session has to end at the latest
   */
  public Optional<String> refresh(Principal session, Instant end) {
    Instant now = clock.instant();
    if (session.firstLogin().isBefore(now.minus(REFRESH_WINDOW))) {
      return Optional.empty();
    }
    return Optional.of(sign(session.until(endOf(session, now, end))));
  }

  private static Instant endOf(Principal session, Instant now, Instant latest) {
    boolean shortLived = session.anonymous() || session.personalToken().isPresent();
    Instant end = now.plus(shortLived ? SHORT_LIFE : LIFE);
    return end.isBefore(latest) ? end : latest;
  }

  private String sign(Principal principal) {
    Payload payload = new Payload(JsonWriter.CANONICAL.bytes(principal.claims()));
    JWSObject jws = new JWSObject(HEADER, payload);
    try {
      jws.sign(signer);
    } catch (JOSEException brokenKey) {
      throw new IllegalStateException("the hub's key cannot sign", brokenKey);
    }
    String token = jws.serialize();
    if (token.length() > MAX_LENGTH) {
      throw Refusal.badRequest(
          "the token would be longer than devices can hold; ask for fewer scopes");
    }
    return token;
  }

  /**
   * The caller whom a token names; empty when it is not ours, not whole, has expired, or is gone.
   */
  public Optional<Principal> verify(String token) {
    if (!token.startsWith(OUR_HEADER)) {
      return Optional.empty();
    }
    // Whoever reads the memory of this process finds no tokens in it.
    Fingerprint fingerprint = Fingerprint.of(token);
    Optional<Principal> known = Optional.ofNullable(verified.getIfPresent(fingerprint));
    Optional<Principal> named = known.isPresent() ? known : named(token);
    if (known.isEmpty()) {
      named.ifPresent(who -> verified.put(fingerprint, who));
    }
    return named.filter(who -> clock.instant().isBefore(who.expires()) && !gone.test(who));
  }

  private Optional<Principal> named(String token) {
    try {
      JWSObject jws = JWSObject.parse(token);
      return jws.verify(verifier)
          ? principal(JsonReader.readObject(jws.getPayload().toBytes()))
          : Optional.empty();
    } catch (ParseException | JOSEException | JsonException notOurs) {
      return Optional.empty();
    }
  }

  private Optional<Principal> principal(JsonObject claims) {
    Optional<Prn> prn = claims.string("prn").filter(text -> text.startsWith("prn:")).map(Prn::new);
    Optional<Long> expires = claims.integer("exp");
    Optional<Long> firstLogin = claims.integer("orig_iat");
    if (prn.isEmpty() || expires.isEmpty() || firstLogin.isEmpty()) {
      return Optional.empty();
    }
    boolean device = claims.string("type").equals(Optional.of(Principal.Kind.DEVICE.name()));
    return Optional.of(
        new Principal(
            device ? Principal.Kind.DEVICE : Principal.Kind.USER,
            prn.get(),
            claims.string("nick").orElse(""),
            // A device logs in by its PRN.
            claims
                .string("id")
                .map(login -> login.equals(prn.get().text()) ? prn.get().text() : login)
                .orElse(""),
            claims
                .string("owner")
                .filter(text -> !text.isEmpty())
                .map(Prn::new)
                .map(owners::intern),
            scopes.intern(
                Stream.of(claims.string("scopes").orElse("").split(" "))
                    .map(Scope::parse)
                    .flatMap(Optional::stream)
                    .toList()),
            claims.string("token_id").flatMap(HubId::parse),
            Instant.ofEpochSecond(firstLogin.get()),
            Instant.ofEpochSecond(expires.get())));
  }
}
