package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.JsonObject;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a repository says about itself in {@code .pvrremote}: every endpoint that is used with it.
 *
 * @param source the repository's URL, which was asked
 * @param stateUrl where its state is read
 * @param stateKey the member of a posted step that holds the state
 * @param objectsEndpoint objects are read below it and announced at it
 * @param postUrl where a new step is posted
 * @param stepUrl the step itself
 * @param bundles below it small objects travel many at a time; empty where each goes alone
 * @param events below it the hub says what happened to the device; empty where it keeps none
 */
public record Remote(
    URI source,
    URI stateUrl,
    String stateKey,
    URI objectsEndpoint,
    URI postUrl,
    URI stepUrl,
    Optional<URI> bundles,
    Optional<URI> events) {
  private static final String BUNDLES_HEADER = "Firmtrail-Bundles";
  private static final String EVENTS_HEADER = "Firmtrail-Events";

  /** The member that published clients fall back to. */
  private static final String DEFAULT_STATE_KEY = "post";

  private static final Pattern REVISION = Pattern.compile(".*/steps/(\\d+)/?");

  /** Reads the answer; members that are not known are ignored. */
  static Remote of(URI source, Reply reply) throws HubException {
    JsonObject document = reply.document("use " + Addresses.shown(source) + " as a repository");
    URI stateUrl = url(source, document, "json-get-url");
    Remote remote =
        new Remote(
            source,
            stateUrl,
            document.string("json-key").filter(key -> !key.isEmpty()).orElse(DEFAULT_STATE_KEY),
            url(source, document, "objects-endpoint"),
            url(source, document, "post-url"),
            document.string("step-get-url").isPresent()
                ? url(source, document, "step-get-url")
                : parent(stateUrl),
            offered(BUNDLES_HEADER, url(source, document, "objects-endpoint"), reply),
            offered(EVENTS_HEADER, url(source, document, "objects-endpoint"), reply));
    refuseOtherRevision(remote);
    return remote;
  }

  /** Whoever asks for a revision must not get another one without a word. */
  private static void refuseOtherRevision(Remote remote) throws HubException {
    Matcher asked = REVISION.matcher(String.valueOf(remote.source.getRawPath()));
    Matcher given = REVISION.matcher(String.valueOf(remote.stepUrl.getRawPath()));
    if (asked.matches() && given.matches() && !asked.group(1).equals(given.group(1))) {
      throw new HubException(
          HubException.Kind.BROKEN_ANSWER,
          "%s was asked for step %s and answers with step %s; refused"
              .formatted(Addresses.shown(remote.source), asked.group(1), given.group(1)));
    }
  }

  /** Where the document of a repository is. */
  static URI documentOf(URI repository) {
    String path =
        Optional.ofNullable(repository.getRawPath())
            .orElse("")
            .replaceAll("/+", "/")
            .replaceFirst("/$", "");
    String query = repository.getRawQuery() == null ? "" : "?" + repository.getRawQuery();
    return URI.create(
            repository.getScheme()
                + "://"
                + repository.getRawAuthority()
                + path
                + "/.pvrremote"
                + query)
        .normalize();
  }

  private static URI url(URI source, JsonObject document, String member) throws HubException {
    Optional<String> text = document.string(member);
    if (text.isEmpty()) {
      throw new HubException(
          HubException.Kind.BROKEN_ANSWER,
          "%s is not a repository: its .pvrremote has no member \"%s\""
              .formatted(Addresses.shown(source), member));
    }
    URI uri = Addresses.parse("\"" + member + "\" of " + Addresses.shown(source), text.get());
    if (Addresses.losesEncryption(source, uri)) {
      throw new HubException(
          HubException.Kind.BROKEN_ANSWER,
          "\"%s\" of %s leads to %s without encryption; refused"
              .formatted(member, Addresses.shown(source), Addresses.hostAndPort(uri)));
    }
    return uri;
  }

  /** An offer of our own, so one that is not usable is none. */
  private static Optional<URI> offered(String header, URI objectsEndpoint, Reply reply) {
    Optional<String> offered = reply.headers().firstValue(header);
    try {
      return offered.isEmpty()
          ? Optional.empty()
          : Optional.of(Addresses.parse(header, offered.get()))
              .filter(place -> Addresses.sameOrigin(objectsEndpoint, place));
    } catch (HubException unusable) {
      return Optional.empty();
    }
  }

  private static URI parent(URI uri) {
    String text = uri.toString();
    int slash = text.lastIndexOf('/');
    boolean hasPath = slash >= text.indexOf("://") + 3;
    return hasPath ? URI.create(text.substring(0, slash)) : uri;
  }
}
