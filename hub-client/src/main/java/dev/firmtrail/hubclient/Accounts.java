package dev.firmtrail.hubclient;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Accounts and devices on a hub. */
final class Accounts {
  private final Session session;
  private final Transport transport;
  private final HubSettings settings;
  private final HubAddresses addresses;

  Accounts(Session session, Transport transport, HubSettings settings, HubAddresses addresses) {
    this.session = session;
    this.transport = transport;
    this.settings = settings;
    this.addresses = addresses;
  }

  Account login(Optional<URI> url) throws IOException {
    URI status =
        url.map(Accounts::statusOf).orElse(Addresses.under(addresses.hub(), "auth/auth_status"));
    session.trust(status);
    session.login(status);
    Account account = Account.of(session.call(Call.get(status), Session.Access.PERSON));
    URI hub = url.map(Accounts::rootOf).orElse(addresses.hub());
    HubAddresses known =
        Addresses.sameOrigin(hub, addresses.hub()) ? addresses : HubAddresses.of(hub);
    settings
        .repositories()
        .map(known::withRepositories)
        .orElse(known)
        .remember(settings.configDirectory());
    return account;
  }

  /** A hub's URL without a path means its usual place to ask; with one, it is that place. */
  private static URI statusOf(URI url) {
    String path = Optional.ofNullable(url.getRawPath()).orElse("");
    return path.isEmpty() || path.equals("/")
        ? Addresses.under(rootOf(url), "auth/auth_status")
        : url;
  }

  private static URI rootOf(URI url) {
    return URI.create(url.getScheme() + "://" + url.getRawAuthority());
  }

  Account status(Session.Access access) throws IOException {
    return Account.of(
        session.call(Call.get(Addresses.under(addresses.hub(), "auth/auth_status")), access));
  }

  List<KeptLogin> whoami() throws IOException {
    List<KeptLogin> logins = new ArrayList<>();
    for (Map.Entry<String, String> kept : session.kept().entrySet()) {
      Optional<AuthFile.Key> key = AuthFile.Key.parse(kept.getKey());
      if (key.isPresent()) {
        logins.add(whoami(key.get(), kept.getValue()));
      }
    }
    return logins;
  }

  private KeptLogin whoami(AuthFile.Key key, String token) throws HubException {
    try {
      URI status =
          Addresses.under(
              Addresses.parse("the endpoint in auth.json", key.endpoint()), "auth_status");
      Account account = Account.of(session.as(token, Call.get(status)));
      return new KeptLogin(key.endpoint(), key.realm(), Optional.of(account), "");
    } catch (HubException noAnswer) {
      if (noAnswer.kind() == HubException.Kind.INTERRUPTED) {
        throw noAnswer;
      }
      String why = String.valueOf(noAnswer.getMessage());
      return new KeptLogin(key.endpoint(), key.realm(), Optional.empty(), why);
    }
  }

  Registration register(Optional<URI> url, String email, Credentials credentials)
      throws IOException {
    URI hub = url.map(Accounts::rootOf).orElse(addresses.hub());
    JsonObject wanted =
        JsonObject.builder()
            .put("email", email)
            .put("nick", credentials.username())
            .put("password", credentials.password())
            .build();
    Call call =
        Call.post(Addresses.under(hub, "auth/accounts"), JsonWriter.CANONICAL.bytes(wanted));
    JsonObject answer = transport.exchange(call, Optional.empty()).document("register the account");
    Optional<String> link = answer.string("redirect-uri").filter(text -> !text.isEmpty());
    return new Registration(
        link.isEmpty()
            ? Optional.empty()
            : Optional.of(Addresses.parse("the page to confirm at", link.get())));
  }

  /**
   * The objects that a hub lists as the caller's; empty when it does not, or when there are more of
   * them than an answer can hold. Whoever is nobody yet is asked to log in, as for a post.
   */
  Optional<Set<ObjectId>> objects(Remote remote) throws IOException {
    URI list =
        URI.create(remote.objectsEndpoint().toString().replaceFirst("/trails/.*", "/objects/"));
    try {
      Reply reply = session.call(Call.get(list), Session.Access.PERSON, "look up your objects");
      if (reply.status() != Reply.OK) {
        return Optional.empty();
      }
      Set<ObjectId> ids = new HashSet<>();
      for (JsonObject object : reply.documents("look up your objects")) {
        object.string("sha256sum").flatMap(ObjectId::parse).ifPresent(ids::add);
      }
      return Optional.of(ids);
    } catch (HubException failed) {
      if (failed.kind() == HubException.Kind.BROKEN_ANSWER) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /**
   * The device and its first step; the state's objects must be on the hub. A device that an earlier
   * call made and left without its step gets it now.
   */
  NewDevice createDevice(Account owner, Optional<String> nick, State state) throws IOException {
    if (nick.isPresent()) {
      UnfinishedDevice earlier = unfinished(owner, nick.get());
      Optional<JsonObject> device = earlier.document();
      Optional<String> token = device.isPresent() ? tokenStill(device.get()) : Optional.empty();
      if (device.isPresent() && token.isPresent()) {
        return finished(earlier, device.get(), token.get(), state);
      }
    }
    JsonObject device = made(nick);
    UnfinishedDevice unfinished = unfinished(owner, device.string("nick").orElse(""));
    boolean kept = unfinished.keep(device);
    try {
      return finished(unfinished, device, token(device), state);
    } catch (HubException failed) {
      String again =
          kept
              ? "; the same again finishes it: pvr device create "
                  + Shown.text(device.string("nick").orElse(""))
              : "";
      throw new HubException(failed.kind(), failed.getMessage() + again, failed);
    }
  }

  private UnfinishedDevice unfinished(Account owner, String nick) {
    return new UnfinishedDevice(settings.configDirectory(), addresses.hub(), owner.prn(), nick);
  }

  private JsonObject made(Optional<String> nick) throws IOException {
    JsonObject.Builder wanted = JsonObject.builder();
    nick.ifPresent(name -> wanted.put("nick", name));
    Call create =
        Call.post(
            Addresses.under(addresses.hub(), "devices/"), JsonWriter.COMPACT.bytes(wanted.build()));
    JsonObject device = session.call(create, Session.Access.PERSON).document("create the device");
    if (device.string("prn").isEmpty() || device.string("secret").isEmpty()) {
      throw new HubException(
          HubException.Kind.BROKEN_ANSWER,
          "the hub has made a device but does not say its prn and secret");
    }
    return device;
  }

  private String token(JsonObject device) throws HubException {
    return session.tokenOf(
        addresses.hub(),
        new Credentials(device.string("prn").orElse(""), device.string("secret").orElse("")));
  }

  /** Empty where the device cannot log in any more: it was taken away, or has another secret. */
  private Optional<String> tokenStill(JsonObject device) throws HubException {
    try {
      return Optional.of(token(device));
    } catch (HubException failed) {
      if (failed.kind() == HubException.Kind.DENIED) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  private NewDevice finished(
      UnfinishedDevice unfinished, JsonObject device, String token, State state)
      throws IOException {
    Reply trail =
        session.as(
            token, Call.post(Addresses.under(addresses.hub(), "trails/"), state.canonicalBytes()));
    if (trail.status() != Reply.CONFLICT || !isFirstStep(token, device, state)) {
      trail.document(
          "store the first step of the new device " + Shown.text(device.string("prn").orElse("")));
    }
    unfinished.forget();
    return new NewDevice(device.string("id").orElse(""), device.string("nick").orElse(""), device);
  }

  /** Whether an earlier call stored it, and only its answer was lost. */
  private boolean isFirstStep(String token, JsonObject device, State state) throws HubException {
    String place = "trails/" + Addresses.escaped(device.string("id").orElse("")) + "/steps/0/state";
    Reply stored = session.as(token, Call.get(Addresses.under(addresses.hub(), place)));
    return Arrays.equals(
        JsonWriter.CANONICAL.bytes(stored.document("read the first step")), state.canonicalBytes());
  }
}
