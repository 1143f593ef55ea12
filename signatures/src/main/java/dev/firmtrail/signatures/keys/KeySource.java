package dev.firmtrail.signatures.keys;

import dev.firmtrail.signatures.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens the key that somebody named, wherever it is, and gives it out only after it has signed a
 * probe that its public half verified. No message shows a byte of a key, a passphrase or a PIN.
 *
 * <p>What names a key ({@code docs/formats/keys.md}):
 *
 * <ul>
 *   <li>a path: a file in PEM or PKCS#12, told apart by what is in it; {@code PATH#ALIAS} where a
 *       PKCS#12 file has more than one key
 *   <li>{@code pkcs11:token=...;object=...?module-path=...}: a key in a token (RFC 7512)
 *   <li>{@code env:NAME}: the PEM text of a key in an environment variable
 * </ul>
 *
 * <p>The certificates that go along are those of the chain file, where one is given; else those
 * that a PKCS#12 file or a token has for the key; a key in PEM then has none. Safe for use by
 * several threads.
 */
public final class KeySource {
  private static final String TOKEN = "pkcs11:";
  private static final String VARIABLE = "env:";

  private final Path directory;
  private final Map<String, String> environment;

  /**
   * For a place and its environment.
   *
   * @param directory what paths start from
   * @param environment variables by their names
   */
  public KeySource(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Opens a key.
   *
   * @param spec what names it
   * @param chain a PEM file with certificates, that of the key first
   * @param passphrases asked once, and only for a key that is under a passphrase or PIN
   * @throws UnusableKeyException it is not there, cannot be read, is not for signing, is not of the
   *     chain; the message says which, and what to do
   */
  public OpenedKey open(String spec, Optional<Path> chain, PassphraseSource passphrases)
      throws UnusableKeyException {
    refuseTheKeyItself(spec);
    Optional<Chain> given = Optional.empty();
    if (chain.isPresent()) {
      given = Optional.of(Chain.read(chain.get().toString(), directory.resolve(chain.get())));
    }
    if (spec.startsWith(TOKEN)) {
      return TokenKey.open(TokenUri.parse(spec), directory, given, passphrases);
    }
    if (spec.startsWith(VARIABLE)) {
      return ofVariable(spec.substring(VARIABLE.length()), given, passphrases);
    }
    return ofFile(spec, given, passphrases);
  }

  /** A key in the place of its name would be shown by every message about it. */
  private void refuseTheKeyItself(String spec) throws UnusableKeyException {
    if (spec.isBlank()
        || spec.contains("-----BEGIN")
        || (spec.matches("[A-Za-z0-9+/=]{60,}") && !Files.exists(directory.resolve(spec)))
        || spec.chars().anyMatch(Character::isISOControl)) {
      throw new UnusableKeyException(
          "what names the key",
          "is empty, or the text of a key itself",
          "name a file, or put the text into a variable and name that: env:NAME");
    }
  }

  private OpenedKey ofVariable(String variable, Optional<Chain> chain, PassphraseSource passphrases)
      throws UnusableKeyException {
    if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new UnusableKeyException(
          "what is behind env:", "is no name of a variable", "give its name, not what is in it");
    }
    String name = "the variable " + variable;
    @Nullable String text = environment.get(variable);
    if (text == null || text.isEmpty()) {
      throw new UnusableKeyException(
          name, "is not set, or empty", "set it to the PEM text of the key");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return opened(name, PemKey.read(name, bytes, passphrases), chain, List.of());
  }

  private OpenedKey ofFile(String spec, Optional<Chain> chain, PassphraseSource passphrases)
      throws UnusableKeyException {
    Place place = place(spec);
    KeyFile file = KeyFile.read(place.file(), place.name());
    List<String> notices = file.notice(place.name()).stream().toList();
    if (Pkcs12Key.looksLikeOne(file.content())) {
      Pkcs12Key found = Pkcs12Key.read(place.name(), file.content(), place.alias(), passphrases);
      Optional<Chain> own =
          Optional.of(new Chain(place.name(), found.certificates()))
              .filter(certificates -> !certificates.certificates().isEmpty());
      return opened(place.name(), found.key(), chain.or(() -> own), notices);
    }
    if (place.alias().isPresent()) {
      throw new UnusableKeyException(
          place.name(),
          "is no PKCS#12 file, and has no names for keys",
          "leave # and what follows");
    }
    refuseBinary(place.name(), file.content());
    return opened(
        place.name(), PemKey.read(place.name(), file.content(), passphrases), chain, notices);
  }

  /** A file that was named, and the key in it. */
  private record Place(String name, Path file, Optional<String> alias) {}

  private Place place(String spec) throws UnusableKeyException {
    try {
      Path whole = directory.resolve(spec);
      int mark = spec.lastIndexOf('#');
      if (mark <= 0 || Files.exists(whole)) {
        return new Place(spec, whole, Optional.empty());
      }
      String file = spec.substring(0, mark);
      return new Place(file, directory.resolve(file), Optional.of(spec.substring(mark + 1)));
    } catch (InvalidPathException noPath) {
      throw new UnusableKeyException("what names the key", "is no path", "name a file");
    }
  }

  private static void refuseBinary(String name, byte[] content) throws UnusableKeyException {
    if (Der.read(content).filter(read -> read.is(Der.SEQUENCE)).isPresent()) {
      throw new UnusableKeyException(
          name, "is DER, not PEM", "'openssl pkey -inform DER' changes it into PEM");
    }
    if (content.length >= 4
        && content[0] == (byte) 0xFE
        && content[1] == (byte) 0xED
        && content[2] == (byte) 0xFE
        && content[3] == (byte) 0xED) {
      throw new UnusableKeyException(
          name,
          "is a Java key store",
          "'keytool -importkeystore -deststoretype PKCS12' makes a PKCS#12 file of it");
    }
  }

  private static OpenedKey opened(
      String name, PrivateKey key, Optional<Chain> chain, List<String> notices)
      throws UnusableKeyException {
    PublicKey publicKey = PublicHalf.of(name, key);
    SigningKey complete =
        chain.isPresent()
            ? chain.get().with(key, publicKey)
            : new SigningKey(key, publicKey, List.of());
    return new OpenedKey(complete, notices);
  }
}
