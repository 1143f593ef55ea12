package dev.firmtrail.hub.web;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Lets a request in, or says why not, by what its route asks ({@code docs/formats/hub.md}, Getting
 * in).
 */
public final class Gate {
  /** Clients keep their tokens under this word; it never changes. */
  private static final String REALM = "pantahub services";

  private static final String SCHEME = "Bearer ";
  private static final String CHALLENGE = "WWW-Authenticate";

  private final Tokens tokens;
  private final ApiUrl api;
  private final Optional<OperatorToken> operator;
  private final ErrorBody errors;

  /**
   * @param operator nobody passes as one where it is empty
   */
  public Gate(Tokens tokens, Optional<OperatorToken> operator, ApiUrl api, InstantSource clock) {
    this.tokens = tokens;
    this.operator = operator;
    this.api = api;
    this.errors = new ErrorBody(clock);
  }

  /** What became of a request at the gate. */
  sealed interface Outcome {
    record In(Optional<Principal> caller) implements Outcome {}

    record Out(Answer answer, Optional<Principal> caller) implements Outcome {}
  }

  Outcome admit(Route route, Optional<String> authorization) {
    if (route.access() == Access.OPEN) {
      return new Outcome.In(Optional.empty());
    }
    Optional<String> token =
        authorization
            .filter(text -> text.startsWith(SCHEME))
            .map(text -> text.substring(SCHEME.length()));
    if (route.access() == Access.OPERATOR) {
      return operator.filter(secret -> token.filter(secret::is).isPresent()).isPresent()
          ? new Outcome.In(Optional.empty())
          : refused("only the operator's own programs may do this", Optional.empty());
    }
    if (route.access() == Access.OPTIONAL_TOKEN && token.isEmpty()) {
      return new Outcome.In(Optional.empty());
    }
    Optional<Principal> caller = token.flatMap(tokens::verify);
    if (caller.isEmpty()) {
      return new Outcome.Out(unauthorized(), Optional.empty());
    }
    return admit(route, caller.get());
  }

  private Outcome admit(Route route, Principal caller) {
    if (!route.need().isMetBy(caller.scopes())) {
      return new Outcome.Out(insufficientScope(route.need()), Optional.of(caller));
    }
    boolean welcome =
        switch (route.access()) {
          case OPEN, OPTIONAL_TOKEN, ANY_TOKEN -> true;
          case ACCOUNT -> isAccount(caller);
          case PASSWORD -> isAccount(caller) && caller.personalToken().isEmpty();
          case DEVICE -> caller.kind() == Principal.Kind.DEVICE;
          case OPERATOR -> false;
        };
    if (welcome) {
      return new Outcome.In(Optional.of(caller));
    }
    String who =
        switch (route.access()) {
          case DEVICE -> "only a device may do this";
          case PASSWORD -> "only an account may do this, logged in with its password";
          default -> "only an account may do this: log in";
        };
    return refused(who, Optional.of(caller));
  }

  private Outcome refused(String why, Optional<Principal> caller) {
    return new Outcome.Out(Answer.of(403, errors.application(403, why)), caller);
  }

  private static boolean isAccount(Principal caller) {
    return caller.kind() == Principal.Kind.USER && !caller.anonymous();
  }

  /**
   * Old clients take this header apart at comma and blank, and at the first equals sign: it has to
   * stay this simple.
   */
  Answer unauthorized() {
    return new Answer.Document(
        401,
        challenge("JWT realm=\"" + REALM + "\", ph-aeps=\"" + api.auth() + "\""),
        ErrorBody.framework("Not Authorized"));
  }

  private Answer insufficientScope(Scope.Need need) {
    String scopes = need.accepted().stream().map(Scope::prn).collect(Collectors.joining(" "));
    String value =
        "Bearer Realm=\"%s\", ph-aeps=\"%s\", scope=\"%s\", error=\"insufficient_scope\", error_description=\"the token is not good for this\""
            .formatted(REALM, api.auth(), scopes);
    return new Answer.Document(
        403,
        challenge(value),
        errors.application(403, "the token lacks a scope: one of " + scopes));
  }

  private static SequencedMap<String, String> challenge(String value) {
    SequencedMap<String, String> headers = new LinkedHashMap<>();
    headers.put(CHALLENGE, value);
    return headers;
  }
}
