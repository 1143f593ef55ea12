package dev.firmtrail.signatures.keys;

import dev.firmtrail.signatures.SigningKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A private key that stays in its token, reached through the JDK's own PKCS#11. The token asks for
 * its PIN once in a process. The JDK shows a key only where the token has a certificate with the
 * same CKA_ID, and calls it by that certificate's label.
 */
final class TokenKey {
  private static final String LIBRARY_OF_TOKENS = "SunPKCS11";

  /** The JDK and the library keep one state for all threads: who is logged in. */
  private static final Object ONE_AT_A_TIME = new Object();

  private TokenKey() {}

  /** Opens one, and leaves its token open for as long as the process runs. */
  static OpenedKey open(
      TokenUri uri, Path directory, Optional<Chain> chain, PassphraseSource passphrases)
      throws UnusableKeyException {
    if (!Files.isRegularFile(uri.module())) {
      throw new UnusableKeyException(
          uri.module().toString(), "is no file", "module-path names the library of the token");
    }
    synchronized (ONE_AT_A_TIME) {
      TokenSlot slot = slot(uri);
      String name = "the token " + slot.label();
      Provider provider = provider(name, uri.module(), slot);
      List<String> notices = List.of();
      KeyStore store;
      if (uri.pinFile().isPresent()) {
        KeyFile file = KeyFile.read(directory.resolve(uri.pinFile().get()), uri.pinFile().get());
        notices = file.notice(uri.pinFile().get()).stream().toList();
        try (Secret pin = Secret.of(firstLine(file.content()))) {
          store = unlocked(name, provider, pin);
        }
      } else {
        try (Secret pin = Secret.ask(passphrases, "PIN", name)) {
          store = unlocked(name, provider, pin);
        }
      }
      // From now on signatures find it by themselves; a second time changes nothing.
      Security.addProvider(provider);
      return new OpenedKey(found(name, store, uri.object(), chain), notices);
    }
  }

  private static char[] firstLine(byte[] file) {
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(file));
    int end = 0;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    char[] line = Arrays.copyOf(text.array(), end);
    Arrays.fill(text.array(), '\0');
    Arrays.fill(file, (byte) 0);
    return line;
  }

  private static TokenSlot slot(TokenUri uri) throws UnusableKeyException {
    String module = uri.module().toString();
    List<TokenSlot> all;
    try {
      all = TokenSlot.of(uri.module());
    } catch (TokenSlot.NotALibraryException refused) {
      throw new UnusableKeyException(
          module, "cannot be used: " + refused.getMessage(), "look at module-path");
    }
    List<TokenSlot> fitting = all.stream().filter(slot -> slot.is(uri.token())).toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    String labels =
        String.join(
            ", ",
            all.stream().map(TokenSlot::label).filter(label -> !label.isEmpty()).sorted().toList());
    throw new UnusableKeyException(
        uri.name(),
        fitting.isEmpty() ? "is not there" : "could be more than one",
        module + " has " + (labels.isEmpty() ? "no token with a label" : labels));
  }

  /** The same one each time: a key is of use only to the provider that found it. */
  private static Provider provider(String name, Path module, TokenSlot slot)
      throws UnusableKeyException {
    String own =
        "Firmtrail-"
            + UUID.nameUUIDFromBytes((module + "\n" + slot).getBytes(StandardCharsets.UTF_8));
    @Nullable Provider known = Security.getProvider(LIBRARY_OF_TOKENS + "-" + own);
    if (known != null) {
      return known;
    }
    @Nullable Provider unconfigured = Security.getProvider(LIBRARY_OF_TOKENS);
    if (unconfigured == null) {
      throw new UnusableKeyException(
          name, "cannot be used with this Java: it has no PKCS#11", "use a JDK that has it");
    }
    try {
      return unconfigured.configure(
          "--name = " + own + "\nlibrary = \"" + module + "\"\n" + slot.setting() + "\n");
    } catch (RuntimeException refused) {
      throw new UnusableKeyException(
          name, "does not start" + answer(refused), "look at the token and its library");
    }
  }

  private static KeyStore unlocked(String name, Provider provider, Secret pin)
      throws UnusableKeyException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin.characters());
      return store;
    } catch (IOException | GeneralSecurityException | RuntimeException refused) {
      String answer = answer(refused);
      throw new UnusableKeyException(
          name,
          "does not open" + answer,
          answer.contains("CKR_PIN")
              ? "give the right PIN; most tokens lock themselves after a few wrong ones"
              : "look at the token");
    }
  }

  /** The code that a token answered with, which its maker's handbook knows. */
  private static String answer(Throwable refused) {
    @Nullable Throwable at = refused;
    for (int depth = 0; at != null && depth < 10; depth++) {
      String said = Objects.requireNonNullElse(at.getMessage(), "");
      if (said.matches("CKR_[A-Z0-9_]+")) {
        return " (" + said + ")";
      }
      at = at.getCause();
    }
    return "";
  }

  private static SigningKey found(
      String name, KeyStore store, Optional<String> object, Optional<Chain> chain)
      throws UnusableKeyException {
    try {
      String alias = alias(name, store, object);
      if (!(store.getKey(alias, null) instanceof PrivateKey key)) {
        throw new UnusableKeyException(
            name, "has a secret key called " + alias, "a private key is needed");
      }
      List<X509Certificate> own =
          Arrays.stream(store.getCertificateChain(alias)).map(X509Certificate.class::cast).toList();
      String what = name + ", object " + alias + ",";
      PublicKey publicKey = own.getFirst().getPublicKey();
      PublicHalf.refuseOthers(what, publicKey);
      if (!PublicHalf.pair(key, publicKey)) {
        throw new UnusableKeyException(
            what,
            "does not sign, or its certificate is of another key",
            "look at the certificate with the key's id, and whether the key may sign");
      }
      return chain.orElse(new Chain(name, own)).with(key, publicKey);
    } catch (GeneralSecurityException | RuntimeException refused) {
      throw new UnusableKeyException(
          name, "does not give its key" + answer(refused), "look at the token");
    }
  }

  private static String alias(String name, KeyStore store, Optional<String> object)
      throws GeneralSecurityException, UnusableKeyException {
    List<String> keys =
        Collections.list(store.aliases()).stream()
            .filter(alias -> isKey(store, alias))
            .sorted()
            .toList();
    List<String> fitting = keys.stream().filter(key -> isCalled(key, object)).toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    if (fitting.isEmpty()) {
      throw new UnusableKeyException(
          name,
          "has no key with a certificate" + object.map(label -> " called " + label).orElse(""),
          (keys.isEmpty() ? "it has none at all" : "it has " + String.join(", ", keys))
              + "; a key is seen only beside its certificate with the same id: pkcs11-tool"
              + " --write-object CERT --type cert --id ID --label LABEL puts it there");
    }
    throw new UnusableKeyException(
        name, "has more than one such key", "name one by object: " + String.join(", ", fitting));
  }

  /** The JDK tells certificates with one label apart by what it appends: issuer and serial. */
  private static boolean isCalled(String alias, Optional<String> object) {
    return object.isEmpty() || alias.equals(object.get()) || alias.startsWith(object.get() + "/");
  }

  private static boolean isKey(KeyStore store, String alias) {
    try {
      return store.isKeyEntry(alias);
    } catch (GeneralSecurityException notLoaded) {
      throw new IllegalStateException(notLoaded);
    }
  }
}
