package dev.firmtrail.signatures;

import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a signature says of itself, under its own protection. See {@code
 * docs/formats/signatures.md}, Header.
 *
 * @param algorithm how it was signed
 * @param jwk the public key that it names, as JSON
 * @param selection what it protects
 * @param chain the certificates that it carries, leaf first; empty where it carries none
 */
record ProtectedHeader(
    Algorithm algorithm,
    Optional<JsonObject> jwk,
    Selection selection,
    List<X509Certificate> chain) {
  /** No honest chain is longer. */
  static final int MAX_CHAIN = 10;

  private static final int MAX_CERTIFICATE = 1 << 16;

  private static final String TYPE = "PVS";
  private static final Set<String> MEMBERS = Set.of("alg", "jwk", "pvs", "typ", "x5c");
  private static final Set<String> SELECTION_MEMBERS = Set.of("include", "exclude");

  ProtectedHeader {
    chain = List.copyOf(chain);
  }

  /** The certificate of the key that signed, where it carries any. */
  Optional<X509Certificate> leaf() {
    return chain.isEmpty() ? Optional.empty() : Optional.of(chain.getFirst());
  }

  /** Reads the decoded header by the strict rules. */
  static ProtectedHeader read(byte[] text) throws RefusedException {
    JsonObject header = json(text);
    refuseOthers(header, MEMBERS, "the header");
    String type = header.string("typ").orElse("");
    if (!type.equals(TYPE)) {
      throw new RefusedException(Reason.BAD_HEADER, "typ is not " + TYPE + ": " + Shown.text(type));
    }
    return new ProtectedHeader(algorithm(header), jwk(header), selection(header), chain(header));
  }

  /** Of a decoded header no more than what it selects, whatever else is in it. */
  static Selection selectionIn(byte[] text) throws RefusedException {
    return selection(json(text));
  }

  private static JsonObject json(byte[] text) throws RefusedException {
    try {
      return JsonReader.readObject(text);
    } catch (JsonException broken) {
      throw new RefusedException(
          Reason.BAD_HEADER, "the header is not strict JSON: " + broken.getMessage(), broken);
    }
  }

  private static void refuseOthers(JsonObject object, Set<String> known, String where)
      throws RefusedException {
    for (String name : object.members().keySet()) {
      if (!known.contains(name)) {
        // crit and b64 would change what is signed; an unknown member is not understood.
        throw new RefusedException(
            Reason.BAD_HEADER, where + " has a member that is not known: " + Shown.text(name));
      }
    }
  }

  private static Algorithm algorithm(JsonObject header) throws RefusedException {
    String label = header.string("alg").orElse("");
    return Algorithm.named(label)
        .orElseThrow(() ->
            new RefusedException(
                Reason.BAD_ALGORITHM, "alg is none that is accepted: " + Shown.text(label)));
  }

  private static Optional<JsonObject> jwk(JsonObject header) throws RefusedException {
    if (header.get("jwk").isPresent() && header.object("jwk").isEmpty()) {
      throw new RefusedException(Reason.BAD_HEADER, "jwk is not an object");
    }
    return header.object("jwk");
  }

  private static Selection selection(JsonObject header) throws RefusedException {
    JsonObject pvs =
        header
            .object("pvs")
            .orElseThrow(() -> new RefusedException(Reason.BAD_HEADER, "pvs is missing"));
    refuseOthers(pvs, SELECTION_MEMBERS, "pvs");
    try {
      return new Selection(strings(pvs, "include"), strings(pvs, "exclude"));
    } catch (InvalidGlobException unreadable) {
      throw new RefusedException(
          Reason.BAD_PATTERN, String.valueOf(unreadable.getMessage()), unreadable);
    } catch (IllegalArgumentException tooMany) {
      throw new RefusedException(Reason.TOO_MUCH, String.valueOf(tooMany.getMessage()), tooMany);
    }
  }

  private static List<String> strings(JsonObject object, String name) throws RefusedException {
    if (!(object.get(name).orElse(Json.Literal.NULL) instanceof JsonArray(List<Json> items))) {
      throw new RefusedException(Reason.BAD_HEADER, name + " is missing or not an array");
    }
    List<String> strings = new ArrayList<>();
    for (Json item : items) {
      if (!(item instanceof JsonString(String text))) {
        throw new RefusedException(Reason.BAD_HEADER, name + " holds something that is not text");
      }
      strings.add(text);
    }
    return strings;
  }

  private static List<X509Certificate> chain(JsonObject header) throws RefusedException {
    if (header.get("x5c").isEmpty()) {
      return List.of();
    }
    List<String> texts = strings(header, "x5c");
    if (texts.isEmpty() || texts.size() > MAX_CHAIN) {
      throw new RefusedException(
          Reason.BAD_CERTIFICATE, "x5c holds no certificate, or more than " + MAX_CHAIN);
    }
    List<X509Certificate> chain = new ArrayList<>();
    for (String text : texts) {
      chain.add(certificate(text, chain.size() + 1));
    }
    return chain;
  }

  private static X509Certificate certificate(String text, int number) throws RefusedException {
    String problem = "entry " + number + " of x5c is not a certificate";
    if (text.length() > MAX_CERTIFICATE) {
      throw new RefusedException(Reason.BAD_CERTIFICATE, problem + ": too long");
    }
    byte[] der;
    try {
      der = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      throw new RefusedException(Reason.BAD_CERTIFICATE, problem + ": not base64", notBase64);
    }
    return Pem.certificate(der)
        .orElseThrow(() -> new RefusedException(Reason.BAD_CERTIFICATE, problem));
  }
}
