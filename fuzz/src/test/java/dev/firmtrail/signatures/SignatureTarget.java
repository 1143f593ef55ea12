package dev.firmtrail.signatures;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.signatures.SignatureVerdict.Fails;
import dev.firmtrail.signatures.SignatureVerdict.Holds;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * States with signatures: a verifier never throws, what it says of a document it says of the
 * canonical text too, what holds is a signature to the JDK over what the reader says it selects,
 * and no state is accepted strictly with a key that nobody selects. The first byte chooses: a
 * document as it is; a header and a state, signed with this target's key; the same with other
 * members of the signature. In a header, {@code JWK} stands for the key.
 */
public final class SignatureTarget implements Target {
  private static final String KEY = "_sigs/x.json";
  private static final Set<String> HEADER = Set.of("alg", "jwk", "pvs", "typ", "x5c");
  private static final Set<String> DOCUMENT = Set.of("#spec", "payload", "protected", "signature");
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair keys = keys();
  private final String jwk = JsonWriter.COMPACT.text(Jwk.of(keys.getPublic()));
  private final List<Verifier> verifiers =
      List.of(
          new Verifier(new Trust.Keys(List.of(keys.getPublic()))),
          new Verifier(new Trust.Anybody()));

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  @Override
  public void accept(byte[] input) throws Exception {
    Input pieces = new Input(input);
    int way = pieces.number() % 3;
    if (way == 0) {
      judge(pieces.rest());
      return;
    }
    byte[] header = pieces.text().replace("JWK", jwk).getBytes(UTF_8);
    Optional<JsonObject> state = read(pieces.piece());
    Optional<JsonObject> members = way == 2 ? read(pieces.piece()) : Optional.of(JsonObject.EMPTY);
    if (state.isPresent() && members.isPresent()) {
      JsonObject document =
          JsonObject.builder()
              .put("#spec", "pvs@2")
              .put("protected", TEXT.encodeToString(header))
              .put("signature", TEXT.encodeToString(signature(header, state.get())))
              .putAll(members.get().members())
              .build();
      judge(
          JsonWriter.COMPACT.bytes(
              JsonObject.builder().putAll(state.get().members()).put(KEY, document).build()));
    }
  }

  private static Optional<JsonObject> read(byte[] document) {
    try {
      return Optional.of(JsonReader.readObject(document));
    } catch (JsonException refused) {
      return Optional.empty();
    }
  }

  /** Right for the state, as far as the header says what is selected of it. */
  private byte[] signature(byte[] header, JsonObject state) throws GeneralSecurityException {
    Selection selection;
    try {
      selection = ProtectedHeader.read(header).selection();
    } catch (RefusedException refused) {
      Must.beShowable(refused);
      return new byte[64];
    }
    byte[] payload = JsonWriter.CANONICAL.bytes(selection.of(state).selected());
    Signature signature = Signature.getInstance(Algorithm.ES256.jcaName());
    signature.initSign(keys.getPrivate());
    signature.update(
        (TEXT.encodeToString(header) + "." + TEXT.encodeToString(payload)).getBytes(US_ASCII));
    return signature.sign();
  }

  private void judge(byte[] document) throws Exception {
    for (Verifier verifier : verifiers) {
      StateReport report = verifier.verify(document);
      showable(report);
      Optional<JsonObject> state = read(document);
      Must.equal(
          state.isEmpty(), report.coverage().isEmpty() && isUnreadable(report), "what is read");
      if (state.isPresent()) {
        StateReport again = verifier.verify(JsonWriter.CANONICAL.bytes(state.get()));
        Must.equal(said(again), said(report), "verdicts on the canonical text");
        Must.equal(again.coverage(), report.coverage(), "coverage by the canonical text");
        Must.equal(unordered(again.lenient()), unordered(report.lenient()), "the canonical text");
        Must.equal(unordered(again.strict()), unordered(report.strict()), "strictly");
        covered(report, state.get());
        for (Map.Entry<String, SignatureVerdict> each : report.signatures().entrySet()) {
          if (each.getValue() instanceof Holds holds) {
            holds(holds, state.get(), state.get().object(each.getKey()).orElseThrow());
          }
        }
      }
    }
  }

  private static Map<String, Object> said(StateReport report) {
    Map<String, Object> said = new HashMap<>();
    report
        .signatures()
        .forEach((key, verdict) ->
            said.put(
                key,
                verdict instanceof Holds holds
                    ? List.of(
                        holds.signer(), Set.copyOf(holds.selected()), Set.copyOf(holds.excluded()))
                    : ((Fails) verdict).reason()));
    return said;
  }

  /** What is named comes in the order of the document, and of two faults the first is told. */
  private static Object unordered(Judgement judgement) {
    return switch (judgement) {
      case Judgement.Accepted accepted -> accepted;
      case Judgement.NotCovered(List<String> keys) -> new HashSet<>(keys);
      case Judgement.Refused(List<String> problems) -> problems.size();
    };
  }

  private static boolean isUnreadable(StateReport report) {
    return report.hazards().stream().anyMatch(text -> text.startsWith("not strict JSON"));
  }

  private static void showable(StateReport report) {
    if (report.lenient() instanceof Judgement.Refused(List<String> problems)) {
      Must.hold(!problems.isEmpty(), "refused without a word");
      problems.forEach(problem -> Must.beShowable(new IllegalStateException(problem)));
    }
    report.notes().forEach(note -> Must.beShowable(new IllegalStateException(note)));
  }

  /** By what the verdicts say, and not by what the coverage makes of them. */
  private static void covered(StateReport report, JsonObject state) {
    Must.equal(report.coverage().keySet(), state.members().keySet(), "keys that are judged");
    if (!(report.strict() instanceof Judgement.Accepted)) {
      return;
    }
    for (String key : state.members().keySet()) {
      boolean selected =
          report.signatures().values().stream()
              .anyMatch(
                  verdict -> verdict instanceof Holds holds && holds.selected().contains(key));
      boolean isSignature = report.signatures().get(key) instanceof Holds;
      boolean isSource =
          !key.startsWith("_sigs/") && (key.endsWith("/src.json") || key.endsWith("/build.json"));
      boolean exempt = key.startsWith("_sigs/") ? isSignature : selected || isSource;
      Must.hold(exempt, "accepted strictly with " + key);
    }
  }

  private static void holds(Holds holds, JsonObject state, JsonObject document) throws Exception {
    JsonObject.Builder selected = JsonObject.builder();
    for (String key : holds.selected()) {
      Json value = Objects.requireNonNull(state.members().get(key));
      selected.put(key, value);
      Must.hold(!holds.excluded().contains(key), "selected and left out: " + key);
    }
    String header = document.string("protected").orElseThrow();
    String payload = TEXT.encodeToString(JsonWriter.CANONICAL.bytes(selected.build()));
    Signature signature = Signature.getInstance(holds.signer().algorithm().jcaName());
    signature.initVerify(holds.signer().key());
    signature.update((header + "." + payload).getBytes(US_ASCII));
    byte[] value = Base64.getUrlDecoder().decode(document.string("signature").orElseThrow());
    Must.hold(signature.verify(value), "it holds, and the JDK does not take it");
    Must.hold(!selected.build().isEmpty(), "it holds over nothing");
    JsonObject said = JsonReader.readObject(Base64.getUrlDecoder().decode(header));
    Must.equal(said.string("alg").orElse(""), holds.signer().algorithm().name(), "alg");
    Must.equal(said.string("typ").orElse(""), "PVS", "typ");
    Must.hold(HEADER.containsAll(said.members().keySet()), "it holds under " + said);
    Must.hold(DOCUMENT.containsAll(document.members().keySet()), "it holds in " + document);
  }
}
