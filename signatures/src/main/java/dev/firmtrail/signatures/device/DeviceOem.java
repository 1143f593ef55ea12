package dev.firmtrail.signatures.device;

import dev.firmtrail.state.json.DeviceTokens.Member;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** When a device lets the store of its maker stand in for its own. */
final class DeviceOem {
  private DeviceOem() {}

  /**
   * The leaf bears the maker's name, and what is signed keeps out of the board's and the maker's
   * directories. Only what is selected counts: what is excluded may lie there.
   */
  static boolean appliesTo(DeviceTrust.Oem oem, X509Certificate leaf, List<Member> selected) {
    String own = oem.name() + "/";
    return commonName(leaf.getSubjectX500Principal()).filter(oem.name()::equals).isPresent()
        && selected.stream()
            .map(member -> member.name().decoded())
            .noneMatch(key -> key.startsWith("bsp/") || key.startsWith(own));
  }

  private static Optional<String> commonName(X500Principal subject) {
    try {
      for (Rdn rdn : new LdapName(subject.getName(X500Principal.RFC2253)).getRdns()) {
        Attribute name = rdn.toAttributes().get("CN");
        if (name != null && name.get() instanceof String text) {
          return Optional.of(text);
        }
      }
      return Optional.empty();
    } catch (NamingException notThere) {
      return Optional.empty();
    }
  }
}
