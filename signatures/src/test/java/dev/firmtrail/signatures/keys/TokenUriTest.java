package dev.firmtrail.signatures.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of keys in tokens. */
class TokenUriTest {
  private static final String MODULE = "?module-path=/lib/token.so";

  @Test
  void readsWhatAnotherProgramLists() throws Exception {
    TokenUri uri =
        TokenUri.parse(
            "pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=a1;token=My%20HSM+1;"
                + "object=f%c3%bcr%3Breleases;type=private"
                + MODULE
                + "&pin-source=file:/etc/pin");
    assertThat(uri.token())
        .isEqualTo(
            Map.of(
                "model", "SoftHSM v2",
                "manufacturer", "SoftHSM project",
                "serial", "a1",
                "token", "My HSM+1"));
    assertThat(uri.object()).contains("für;releases");
    assertThat(uri.module()).isEqualTo(Path.of("/lib/token.so"));
    assertThat(uri.pinFile()).contains("/etc/pin");
    assertThat(uri.name())
        .isEqualTo("the token manufacturer SoftHSM project model SoftHSM v2 serial a1 My HSM+1");
  }

  @Test
  void readsAllThreeWaysToNameAFileWithThePin() throws Exception {
    for (String source : new String[] {"/run/pin", "file:/run/pin", "file:///run/pin"}) {
      assertThat(TokenUri.parse("pkcs11:token=a" + MODULE + "&pin-source=" + source).pinFile())
          .contains("/run/pin");
    }
    assertThat(TokenUri.parse("pkcs11:" + MODULE).object()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pkcs11:token=a?module-path=/lib/token.so&pin-value=CANARY | holds a PIN, which every user",
        "pkcs11:token=a;pin-value=CANARY?module-path=/lib/token.so | holds a PIN, which every user",
        "pkcs11:token=a?pin-value=CANARY&CANARY=%zz | a % that is not followed",
        "pkcs11:token=a?module-path=/lib/token.so&CANARY=1 | a name of no such kind",
        "pkcs11:token=a | does not say its module-path",
        "pkcs11:token=a?module-path=token.so | is not absolute",
        "pkcs11:token=a?module-path=/lib/%22%0aslot=1 | other characters than a library's",
        "pkcs11:token=a?module-path=/lib/${user.home} | other characters than a library's",
        "pkcs11:token=a?module-name=softhsm2 | the attribute module-name",
        "pkcs11:token=a;id=%01?module-path=/lib/token.so | the attribute id",
        "pkcs11:token=a;token=b?module-path=/lib/token.so | without a value, or twice",
        "pkcs11:token?module-path=/lib/token.so | without a value, or twice",
        "pkcs11:token=%4?module-path=/lib/token.so | a % that is not followed",
        "pkcs11:type=cert?module-path=/lib/token.so | no private key",
        "pkcs11:?module-path=/lib/token.so&pin-source=pipe:echo | no absolute file",
      })
  void refusesWhatItCannotHeed(String text, String problem) {

    assertThatThrownBy(() -> TokenUri.parse(text))
        .isInstanceOf(UnusableKeyException.class)
        .hasNoCause()
        .hasMessageStartingWith("the pkcs11: name of the key ")
        .hasMessageContaining(problem)
        .hasMessageNotContaining("CANARY");
  }
}
