package dev.firmtrail.signatures;

import dev.firmtrail.signatures.Signer.VouchedBy;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks one signature after the other under one trust. Safe for use by many threads. */
final class SignatureCheck {
  /** How many headers and chains are remembered, and how long a header may be for it. */
  private static final int REMEMBERED = 256;

  private static final int LONGEST_REMEMBERED = 16 << 10;

  private final Trust trust;
  private final Map<String, ProtectedHeader> headers = recent();
  private final Map<Vouching, Outcome> vouched = recent();
  private final Map<PublicKey, JsonObject> jwks = recent();

  /** A chain, and which store it was held against. */
  private record Vouching(List<X509Certificate> chain, VouchedBy by) {}

  private sealed interface Outcome {
    record Good() implements Outcome {}

    record Bad(Reason reason, String detail) implements Outcome {}
  }

  SignatureCheck(Trust trust) {
    this.trust = trust;
  }

  private static <K, V> Map<K, V> recent() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > REMEMBERED;
          }
        });
  }

  /** What holds of a signature; an exception says why it does not. */
  SignatureVerdict run(JsonObject state, JsonObject document, WorkLimit limit)
      throws RefusedException {
    PvsDocument signature = PvsDocument.read(document);
    ProtectedHeader header = header(signature);
    limit.match(header.selection());
    Selection.Split split = header.selection().of(state);
    if (split.selected().isEmpty()) {
      throw new RefusedException(
          Reason.EMPTY_SELECTION, "its patterns select no key of this state");
    }
    List<Signer> candidates = candidates(header, split);
    if (signature
        .payload()
        .filter(attached -> !isPayload(attached, split.selected()))
        .isPresent()) {
      throw new RefusedException(
          Reason.CHANGED, "the payload that is attached is not that of this state");
    }
    for (Signer signer : candidates) {
      if (holds(signer, signature, split.selected(), limit)) {
        refuseOtherKeys(header, signer.key());
        return new SignatureVerdict.Holds(
            signer,
            header.selection(),
            List.copyOf(split.selected().members().keySet()),
            split.excluded());
      }
    }
    throw new RefusedException(
        Reason.CHANGED,
        "the "
            + split.selected().members().size()
            + " keys that it selects are not those that were signed, or another key signed them");
  }

  private static boolean isPayload(String attached, JsonObject selected) {
    return attached.equals(Base64Url.of(JsonWriter.CANONICAL.bytes(selected)));
  }

  private ProtectedHeader header(PvsDocument signature) throws RefusedException {
    String text = signature.protectedHeader();
    ProtectedHeader known = headers.get(text);
    if (known != null) {
      return known;
    }
    ProtectedHeader read = ProtectedHeader.read(signature.headerBytes());
    if (text.length() <= LONGEST_REMEMBERED) {
      headers.put(text, read);
    }
    return read;
  }

  /** Those who may have made it, none of them with a key that the algorithm is not for. */
  private List<Signer> candidates(ProtectedHeader header, Selection.Split split)
      throws RefusedException {
    return switch (trust) {
      case Trust.Roots roots -> List.of(vouched(roots, header, split));
      case Trust.Keys(List<PublicKey> keys) -> given(header, keys);
      case Trust.Anybody() -> List.of(anybody(header));
    };
  }

  private Signer vouched(Trust.Roots roots, ProtectedHeader header, Selection.Split split)
      throws RefusedException {
    X509Certificate leaf =
        header
            .leaf()
            .orElseThrow(() ->
                new RefusedException(
                    Reason.NO_KEY,
                    "it carries no certificate (x5c), so it needs a public key to verify it"));
    // Algorithm first: a path is work.
    Signer signer = signer(header, leaf.getPublicKey(), storeFor(roots, leaf, split));
    TrustStore store =
        signer.vouchedBy() == VouchedBy.OEM_ROOT
            ? roots.oem().map(Oem::roots).orElseThrow()
            : roots.roots();
    Vouching asked = new Vouching(header.chain(), signer.vouchedBy());
    Outcome outcome = vouched.computeIfAbsent(asked, _ -> outcome(roots, store, header.chain()));
    if (outcome instanceof Outcome.Bad(Reason reason, String detail)) {
      throw new RefusedException(reason, detail);
    }
    return signer;
  }

  private static Outcome outcome(Trust.Roots roots, TrustStore store, List<X509Certificate> chain) {
    try {
      new CertificatePath(store, roots.revoked(), roots.time()).check(chain);
      return new Outcome.Good();
    } catch (RefusedException refused) {
      return new Outcome.Bad(refused.reason(), refused.detail());
    }
  }

  private static VouchedBy storeFor(
      Trust.Roots roots, X509Certificate leaf, Selection.Split split) {
    Optional<Oem> oem = roots.oem().filter(maker -> maker.signs(leaf));
    return oem.isPresent()
            && split.selected().members().keySet().stream().noneMatch(oem.get()::mustNotSign)
        ? VouchedBy.OEM_ROOT
        : VouchedBy.ROOT;
  }

  private static List<Signer> given(ProtectedHeader header, List<PublicKey> keys)
      throws RefusedException {
    List<Signer> candidates = new ArrayList<>();
    for (PublicKey key : keys) {
      signerFor(header, key, VouchedBy.KEY).ifPresent(candidates::add);
    }
    if (candidates.isEmpty()) {
      throw new RefusedException(
          Reason.WRONG_KEY, "no key that was given is one for " + header.algorithm());
    }
    return candidates;
  }

  private static Signer anybody(ProtectedHeader header) throws RefusedException {
    PublicKey key =
        header
            .leaf()
            .map(X509Certificate::getPublicKey)
            .or(() -> header.jwk().flatMap(Jwk::read))
            .orElseThrow(() -> new RefusedException(Reason.NO_KEY, "it names no key"));
    return signer(header, key, VouchedBy.NOBODY);
  }

  private static Signer signer(ProtectedHeader header, PublicKey key, VouchedBy by)
      throws RefusedException {
    return signerFor(header, key, by)
        .orElseThrow(() ->
            new RefusedException(Reason.WRONG_KEY, "its key is not one for " + header.algorithm()));
  }

  /** Empty where the algorithm is not for the key. */
  private static Optional<Signer> signerFor(ProtectedHeader header, PublicKey key, VouchedBy by) {
    return Algorithm.of(key)
        .filter(header.algorithm()::equals)
        .map(algorithm -> new Signer(algorithm, key, header.leaf(), by));
  }

  private static boolean holds(
      Signer signer, PvsDocument signature, JsonObject selected, WorkLimit limit)
      throws RefusedException {
    byte[] bytes = signature.signatureBytes();
    Algorithm algorithm = signer.algorithm();
    if (bytes.length != algorithm.signatureLength(signer.key())) {
      throw new RefusedException(
          Reason.MALFORMED,
          "a signature of %d bytes, where %s by this key has %d"
              .formatted(bytes.length, algorithm, algorithm.signatureLength(signer.key())));
    }
    try {
      Signature verification = Signature.getInstance(algorithm.jcaName());
      verification.initVerify(signer.key());
      limit.hashed(SigningInput.update(verification, signature.protectedHeader(), selected));
      return verification.verify(bytes);
    } catch (GeneralSecurityException notEvenOne) {
      return false;
    }
  }

  /** A header that names two keys would mean one thing to one reader and another to the next. */
  private void refuseOtherKeys(ProtectedHeader header, PublicKey key) throws RefusedException {
    boolean sameJwk =
        header.jwk().isEmpty() || header.jwk().get().equals(jwks.computeIfAbsent(key, Jwk::of));
    boolean sameLeaf = header.leaf().filter(leaf -> !leaf.getPublicKey().equals(key)).isEmpty();
    if (!sameJwk || !sameLeaf) {
      throw new RefusedException(
          Reason.WRONG_KEY, "the header names another key (jwk or x5c) than the one that signed");
    }
  }
}
