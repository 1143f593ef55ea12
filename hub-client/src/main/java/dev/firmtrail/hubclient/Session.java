package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who we are on which host, and how we become somebody: a kept token, a renewed one, nobody in
 * particular for reading, or a person's name and password, in this order, each at most once for one
 * call. So every call ends.
 *
 * <p>A token that stands for a person is kept in auth.json; an anonymous one lives as long as the
 * session, and so never takes a person's place. Safe for use by many threads; a person is asked by
 * one of them while the others wait.
 */
final class Session {
  /**
   * The realm of every published hub; auth.json is searched with it before a hub has said its own.
   */
  private static final String USUAL_REALM = "pantahub services";

  private final Transport transport;
  private final HubSettings settings;
  private final HubAddresses addresses;
  private final AuthFile file;
  private final Logins logins;
  private final ReentrantLock becoming = new ReentrantLock();
  private final Map<String, Held> byOrigin = new HashMap<>();
  private final Set<String> trusted = ConcurrentHashMap.newKeySet();

  Session(Transport transport, HubSettings settings, HubAddresses addresses) {
    this.transport = transport;
    this.settings = settings;
    this.addresses = addresses;
    this.file = new AuthFile(settings.configDirectory());
    this.logins = new Logins(transport, settings.dialogue());
  }

  /** Whether a call may be made as nobody in particular. */
  enum Access {
    ANYBODY,
    PERSON
  }

  /** A token in use. */
  private record Held(AuthFile.Key key, String token, boolean anonymous) {}

  /** What one call has tried. */
  private static final class Tries {
    private final Set<String> refused = new HashSet<>();
    private boolean renewed;
    private boolean anonymous;
    private boolean asked;
  }

  /**
   * Makes a call, becoming somebody where the hub wants that. The answer is any but 401 and, unless
   * the call takes it, 403.
   *
   * @throws HubException the hub still refuses when all ways are used up
   */
  Reply call(Call call, Access access) throws IOException {
    return answer(call, access, given(call.uri()), token -> transport.exchange(call, token));
  }

  /** {@link #call(Call, Access)} as anybody, of which the caller reads and closes the answer. */
  Transport.Incoming open(Call call) throws IOException {
    return answer(call, Access.ANYBODY, given(call.uri()), token -> transport.open(call, token));
  }

  /**
   * Lets an access token that was given go to the host of a URL, because a person named it. What
   * documents name besides gets none.
   */
  void trust(URI named) {
    trusted.add(Addresses.origin(named));
  }

  /**
   * The access token that was given, where it may go: to the settings' hub, to what a person named,
   * and from one half of a hub on two hosts to the other.
   */
  private Optional<String> given(URI uri) {
    HubAddresses hub = HubAddresses.PUBLIC;
    boolean namedPublic = isTrusted(hub.hub()) || isTrusted(hub.repositories());
    boolean ours =
        isTrusted(uri) || isPartOf(addresses, uri) || (namedPublic && isPartOf(hub, uri));
    return settings.accessToken().filter(token -> ours);
  }

  private static boolean isPartOf(HubAddresses hub, URI uri) {
    return Addresses.sameOrigin(uri, hub.hub()) || Addresses.sameOrigin(uri, hub.repositories());
  }

  private boolean isTrusted(URI uri) {
    return trusted.contains(Addresses.origin(uri));
  }

  /** {@link #call(Call, Access)} as anybody, of which the caller reads and closes the answer. */
  Transport.Incoming stream(Call call) throws IOException {
    return answer(
        call, Access.ANYBODY, settings.accessToken(), token -> transport.open(call, token));
  }

  @FunctionalInterface
  private interface Sending<A> {
    A with(Optional<String> token) throws IOException;
  }

  private <A extends Answer> A answer(
      Call call, Access access, Optional<String> given, Sending<A> sending) throws IOException {
    if (given.isPresent()) {
      return preset(call, given, sending);
    }
    Optional<Held> held = known(call.uri(), access);
    Tries tries = new Tries();
    A answer = sending.with(held.map(Held::token));
    while (denies(answer, call)) {
      Reply denial = answer.reply();
      held.ifPresent(refused -> tries.refused.add(refused.token()));
      held = Optional.of(another(call, access, denial, held, tries));
      answer = sending.with(held.map(Held::token));
    }
    return answer;
  }

  /**
   * {@link #call(Call, Access)}, where a failure says what it was for.
   *
   * @param what for a person: what was wanted
   */
  Reply call(Call call, Access access, String what) throws IOException {
    try {
      return call(call, access);
    } catch (HubException failed) {
      throw new HubException(
          failed.kind(), "cannot %s: %s".formatted(what, failed.getMessage()), failed);
    }
  }

  /**
   * Asks a hub for what the published protocol does not have.
   *
   * @param what for a person: what was wanted
   * @param things what only a Firmtrail hub has
   */
  Reply ofFirmtrail(Call call, String what, String things) throws IOException {
    Reply reply = call(call, Access.PERSON);
    if (reply.status() == Reply.NOT_FOUND) {
      HubException refusal = reply.refusal(what);
      throw new HubException(
          refusal.kind(), refusal.getMessage() + "; only a Firmtrail hub has " + things, refusal);
    }
    return reply;
  }

  /**
   * Makes a call as whoever we are by now. A refusal is an answer like any other: nobody is asked
   * anything.
   */
  Reply asNow(Call call) throws IOException {
    Optional<String> token = given(call.uri());
    return transport.exchange(
        call, token.isPresent() ? token : known(call.uri(), Access.ANYBODY).map(Held::token));
  }

  private static boolean denies(Answer answer, Call call) {
    return answer.isDenial() && !(call.takesForbidden() && answer.status() == Reply.FORBIDDEN);
  }

  private static <A extends Answer> A preset(Call call, Optional<String> given, Sending<A> sending)
      throws IOException {
    A answer = sending.with(given);
    if (!denies(answer, call)) {
      return answer;
    }
    Reply reply = answer.reply();
    throw new HubException(
        HubException.Kind.DENIED,
        "%s refuses the access token that was given (%d%s)"
            .formatted(Addresses.shown(call.uri()), reply.status(), reply.reason()));
  }

  /** Asks a person and keeps what the hub gives, whatever is known already. */
  void login(URI status) throws IOException {
    Reply reply = transport.exchange(Call.get(status), Optional.empty());
    if (!(Challenge.of(reply.headers().allValues("WWW-Authenticate"))
        instanceof Challenge.Login(var key, var error))) {
      throw new HubException(
          HubException.Kind.BROKEN_ANSWER,
          "cannot log in: %s answers %d and does not say where to log in; is it a hub?"
              .formatted(Addresses.shown(status), reply.status()));
    }
    becoming.lock();
    try {
      hold(status, keep(key, logins.ask(key)));
    } finally {
      becoming.unlock();
    }
  }

  private Optional<Held> known(URI uri, Access access) throws IOException {
    becoming.lock();
    try {
      Optional<Held> held = Optional.ofNullable(byOrigin.get(Addresses.origin(uri)));
      if (held.isPresent()) {
        return held.filter(h -> access == Access.ANYBODY || !h.anonymous());
      }
      URI hub = Addresses.sameOrigin(uri, addresses.repositories()) ? addresses.hub() : uri;
      String endpoint = hub.getScheme() + "://" + hub.getRawAuthority() + "/auth";
      AuthFile.Key guess = new AuthFile.Key(endpoint, USUAL_REALM);
      return file.token(guess).map(token -> new Held(guess, token, false));
    } finally {
      becoming.unlock();
    }
  }

  /** The next one to be, after a refusal. */
  private Held another(Call call, Access access, Reply denial, Optional<Held> last, Tries tries)
      throws IOException {
    becoming.lock();
    try {
      Challenge challenge = Challenge.of(denial.headers().allValues("WWW-Authenticate"));
      AuthFile.Key key = key(call.uri(), challenge, denial, last);
      if (!isOwnHost(key, call.uri())) {
        return hold(call.uri(), onForeignHost(call, access, key, tries));
      }
      return hold(call.uri(), next(call, access, denial, challenge, key, last, tries));
    } finally {
      becoming.unlock();
    }
  }

  private Held next(
      Call call,
      Access access,
      Reply denial,
      Challenge challenge,
      AuthFile.Key key,
      Optional<Held> last,
      Tries tries)
      throws IOException {
    Optional<Held> fresh =
        Optional.ofNullable(byOrigin.get(Addresses.origin(call.uri())))
            .filter(h ->
                !tries.refused.contains(h.token()) && (access == Access.ANYBODY || !h.anonymous()));
    if (fresh.isPresent()) {
      return fresh.get();
    }
    Optional<String> kept = file.token(key);
    if (kept.isPresent() && !tries.refused.contains(kept.get())) {
      return new Held(key, kept.get(), false);
    }
    boolean rightsAreMissing =
        challenge instanceof Challenge.Login login && login.error().isPresent();
    boolean expired = denial.status() == Reply.UNAUTHORIZED && !rightsAreMissing;
    if (kept.isPresent() && expired && !tries.renewed) {
      tries.renewed = true;
      Optional<String> renewed = logins.renew(key, kept.get());
      if (renewed.isPresent() && !tries.refused.contains(renewed.get())) {
        return keep(key, renewed.get());
      }
    }
    boolean personWasRefused = last.isPresent() && denial.status() == Reply.FORBIDDEN;
    if (access == Access.ANYBODY && !tries.anonymous && !rightsAreMissing && !personWasRefused) {
      tries.anonymous = true;
      return new Held(key, logins.anonymous(key), true);
    }
    if (tries.asked) {
      throw new HubException(
          HubException.Kind.DENIED,
          "access denied: %s answers %d%s"
              .formatted(Addresses.shown(call.uri()), denial.status(), denial.reason()));
    }
    tries.asked = true;
    if (denial.status() == Reply.FORBIDDEN) {
      String who =
          last.isPresent() && last.get().anonymous() ? "without a login" : "with this login";
      settings
          .dialogue()
          .notice("access denied %s: %s".formatted(who, Addresses.shown(call.uri())));
    }
    return keep(key, logins.ask(key));
  }

  private static AuthFile.Key key(URI uri, Challenge challenge, Reply denial, Optional<Held> last)
      throws HubException {
    return switch (challenge) {
      case Challenge.Login(AuthFile.Key key, Optional<String> error) -> key;
      case Challenge.Unusable(String why) -> {
        if (last.isPresent()) {
          yield last.get().key();
        }
        throw new HubException(
            HubException.Kind.DENIED,
            "%s refuses access (%d%s), and %s"
                .formatted(Addresses.shown(uri), denial.status(), denial.reason(), why));
      }
    };
  }

  /**
   * A host could name another hub's login in order to be sent that hub's tokens; it gets those of
   * nobody at most.
   */
  private Held onForeignHost(Call call, Access access, AuthFile.Key key, Tries tries)
      throws HubException {
    if (access == Access.ANYBODY && !tries.anonymous) {
      tries.anonymous = true;
      return new Held(key, logins.anonymous(key), true);
    }
    URI endpoint = URI.create(key.endpoint());
    throw new HubException(
        HubException.Kind.DENIED,
        "%s wants a token of %s; tokens are sent only to the hub that they are for (if these two belong together: -b %s -r %s)"
            .formatted(
                Addresses.shown(call.uri()),
                Addresses.shown(endpoint),
                endpoint.getScheme() + "://" + Addresses.hostAndPort(endpoint),
                call.uri().getScheme() + "://" + Addresses.hostAndPort(call.uri())));
  }

  private boolean isOwnHost(AuthFile.Key key, URI uri) {
    URI endpoint = URI.create(key.endpoint());
    boolean sameHub =
        Addresses.sameOrigin(endpoint, uri)
            || isPair(addresses, endpoint, uri)
            || isPair(HubAddresses.PUBLIC, endpoint, uri);
    return sameHub && !Addresses.losesEncryption(endpoint, uri);
  }

  private static boolean isPair(HubAddresses hub, URI endpoint, URI uri) {
    return Addresses.sameOrigin(hub.hub(), endpoint)
        && Addresses.sameOrigin(hub.repositories(), uri);
  }

  private Held hold(URI uri, Held held) {
    byOrigin.put(Addresses.origin(uri), held);
    return held;
  }

  private Held keep(AuthFile.Key key, String token) throws IOException {
    file.put(key, token);
    return new Held(key, token, false);
  }

  /** The tokens that were kept, by endpoint and realm. */
  Map<String, String> kept() throws IOException {
    return file.tokens();
  }

  /** The token that a call to a place would begin with; nobody is asked for one. */
  Optional<String> keptFor(URI place) throws IOException {
    return settings.accessToken().isPresent()
        ? settings.accessToken()
        : known(place, Access.PERSON).map(Held::token);
  }

  /** One call with a given token and nothing else. */
  Reply as(String token, Call call) throws HubException {
    return transport.exchange(call, Optional.of(token));
  }

  /** The token of an account whose name and password are known: a device's own. */
  String tokenOf(URI hub, Credentials credentials) throws HubException {
    JsonObject wanted =
        JsonObject.builder()
            .put("password", credentials.password())
            .put("username", credentials.username())
            .build();
    URI login = Addresses.under(hub, "auth/login");
    Reply reply =
        transport.exchange(Call.post(login, JsonWriter.CANONICAL.bytes(wanted)), Optional.empty());
    return Logins.token(reply.document("log in as the new device"))
        .orElseThrow(() ->
            new HubException(
                HubException.Kind.BROKEN_ANSWER, Addresses.shown(login) + " gives no token"));
  }
}
