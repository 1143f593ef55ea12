package dev.firmtrail.signatures.device;

import dev.firmtrail.signatures.Oem;
import dev.firmtrail.state.json.DeviceTokens.Member;
import java.security.cert.X509Certificate;
import java.util.List;

/** When a device lets the store of its maker stand in for its own. */
final class DeviceOem {
  private DeviceOem() {}

  /**
   * The leaf bears the maker's name, and what is signed keeps out of the board's and the maker's
   * directories. Only what is selected counts: what is excluded may lie there.
   */
  static boolean appliesTo(DeviceTrust.Oem oem, X509Certificate leaf, List<Member> selected) {
    String own = oem.name() + "/";
    return Oem.commonName(leaf).filter(oem.name()::equals).isPresent()
        && selected.stream()
            .map(member -> member.name().decoded())
            .noneMatch(key -> key.startsWith("bsp/") || key.startsWith(own));
  }
}
