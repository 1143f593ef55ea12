package dev.firmtrail.signatures;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;
import java.util.Optional;

/**
 * The curves that are known, by the name that JOSE gives them. A key's parameters are compared in
 * full: a key may bring a curve of its own making along.
 */
record NamedCurve(String name, ECParameterSpec parameters) {
  private static final List<NamedCurve> KNOWN =
      List.of(
          known("P-256", "secp256r1"), known("P-384", "secp384r1"), known("P-521", "secp521r1"));

  private static NamedCurve known(String name, String jcaName) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(jcaName));
      return new NamedCurve(name, parameters.getParameterSpec(ECParameterSpec.class));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** A key's curve; empty for one that is not known. */
  static Optional<NamedCurve> of(ECPublicKey key) {
    return KNOWN.stream().filter(known -> known.isOf(key.getParams())).findFirst();
  }

  static Optional<NamedCurve> named(String name) {
    return KNOWN.stream().filter(known -> known.name.equals(name)).findFirst();
  }

  /** Bytes of a coordinate. */
  int coordinateLength() {
    return (parameters.getCurve().getField().getFieldSize() + 7) / 8;
  }

  private boolean isOf(ECParameterSpec other) {
    return parameters.getCurve().equals(other.getCurve())
        && parameters.getGenerator().equals(other.getGenerator())
        && parameters.getOrder().equals(other.getOrder())
        && parameters.getCofactor() == other.getCofactor();
  }
}
