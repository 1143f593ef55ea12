package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.JsonObject;
import java.net.URI;
import java.util.Optional;

/**
 * What a repository says about itself in {@code .pvrremote}: every endpoint that is used with it.
 *
 * @param source the repository's URL, which was asked
 * @param stateUrl where its state is read
 * @param stateKey the member of a posted step that holds the state
 * @param objectsEndpoint objects are read below it and announced at it
 * @param postUrl where a new step is posted
 * @param stepUrl the step itself
 * @param carriage how objects may travel
 */
public record Remote(
    URI source,
    URI stateUrl,
    String stateKey,
    URI objectsEndpoint,
    URI postUrl,
    URI stepUrl,
    Carriage carriage) {
  /** The ways in which objects come and go. */
  public enum Carriage {
    /** Each by requests of its own, which every hub serves. */
    ALONE,
    /** Small ones many at a time. */
    BUNDLED
  }

  private static final String BUNDLES_HEADER = "Firmtrail-Bundles";
  private static final String BUNDLES_KNOWN = "1";

  /** The member that published clients fall back to. */
  private static final String DEFAULT_STATE_KEY = "post";

  /** Reads the answer; members that are not known are ignored. */
  static Remote of(URI source, Reply reply) throws HubException {
    JsonObject document = reply.document("use " + Addresses.shown(source) + " as a repository");
    URI stateUrl = url(source, document, "json-get-url");
    return new Remote(
        source,
        stateUrl,
        document.string("json-key").filter(key -> !key.isEmpty()).orElse(DEFAULT_STATE_KEY),
        url(source, document, "objects-endpoint"),
        url(source, document, "post-url"),
        document.string("step-get-url").isPresent()
            ? url(source, document, "step-get-url")
            : parent(stateUrl),
        reply.headers().firstValue(BUNDLES_HEADER).equals(Optional.of(BUNDLES_KNOWN))
            ? Carriage.BUNDLED
            : Carriage.ALONE);
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

  private static URI parent(URI uri) {
    String text = uri.toString();
    return URI.create(text.substring(0, Math.max(text.lastIndexOf('/'), text.indexOf("://") + 3)));
  }
}
