package dev.firmtrail.signatures.device;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Whom a device trusts. Immutable.
 *
 * @param store certificates of the default store ({@code PV_SECUREBOOT_TRUSTSTORE}), in the order
 *     of its file
 * @param oem who may sign with a root of their own; empty when {@code PV_OEM_NAME} is not set
 * @param pinned the key of {@code /etc/pantavisor/pvs/trust/pub.pem}, for signatures that carry no
 *     certificates; empty when there is no such file
 */
public record DeviceTrust(
    List<X509Certificate> store, Optional<Oem> oem, Optional<PublicKey> pinned) {
  public DeviceTrust {
    store = List.copyOf(store);
  }

  /** A device with nothing but a default store. */
  public static DeviceTrust of(List<X509Certificate> store) {
    return new DeviceTrust(store, Optional.empty(), Optional.empty());
  }

  /**
   * A maker of devices, for whose own parts another store stands in for the default one.
   *
   * @param name {@code PV_OEM_NAME}: a subject's common name, and the directory of those parts
   * @param store certificates of {@code PV_SECUREBOOT_OEM_TRUSTSTORE}
   */
  public record Oem(String name, List<X509Certificate> store) {
    public Oem {
      store = List.copyOf(store);
    }
  }
}
