package dev.firmtrail.hub;

import dev.firmtrail.hub.web.Seal;
import dev.firmtrail.objects.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * The hub's secrets, made at the first start and kept in files that only its own user may read.
 *
 * @param tokens signs session tokens
 * @param blobUrls for the URLs of bytes
 * @param logCursors for places in the logs of devices
 */
public record HubKeys(
    RSAPrivateCrtKey tokens, RSAPublicKey tokensPublic, Seal blobUrls, Seal logCursors) {
  private static final String TOKENS = "tokens.pem";
  private static final String BLOB_URLS = "blob-urls.key";
  private static final String LOG_CURSORS = "log-cursors.key";

  /** The names of the files, in the directory of the hub's data. */
  public static final List<String> FILES = List.of(TOKENS, BLOB_URLS, LOG_CURSORS);

  private static final String ONLY_OURS = "rw-------";
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
  private static final String END = "-----END PRIVATE KEY-----\n";
  private static final int LINE = 64;

  /** With a longer one the token would not fit into the buffers of devices. */
  private static final int RSA_BITS = 2048;

  static HubKeys open(Path directory, SecureRandom random) throws IOException {
    try {
      RSAPrivateCrtKey key = tokenKey(directory.resolve(TOKENS), random);
      RSAPublicKeySpec spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
      RSAPublicKey publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
      return new HubKeys(
          key,
          publicKey,
          seal(directory.resolve(BLOB_URLS), random),
          seal(directory.resolve(LOG_CURSORS), random));
    } catch (GeneralSecurityException broken) {
      throw new IOException(
          "the hub's key " + directory.resolve(TOKENS) + " cannot be used", broken);
    }
  }

  private static RSAPrivateCrtKey tokenKey(Path file, SecureRandom random)
      throws IOException, GeneralSecurityException {
    if (!Files.exists(file)) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS, random);
      String body =
          Base64.getMimeEncoder(LINE, new byte[] {'\n'})
              .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
      DurableFile.write(
          file, (BEGIN + body + "\n" + END).getBytes(StandardCharsets.US_ASCII), ONLY_OURS);
    }
    String pem = Files.readString(file, StandardCharsets.US_ASCII);
    if (!pem.startsWith(BEGIN) || !pem.endsWith(END)) {
      throw new GeneralSecurityException("not a PKCS #8 private key in PEM");
    }
    byte[] der =
        Base64.getMimeDecoder().decode(pem.substring(BEGIN.length(), pem.length() - END.length()));
    return (RSAPrivateCrtKey)
        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private static Seal seal(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      byte[] fresh = new byte[Seal.KEY_BYTES];
      random.nextBytes(fresh);
      DurableFile.write(file, fresh, ONLY_OURS);
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length != Seal.KEY_BYTES) {
      throw new IOException(
          "the hub's key " + file + " is broken: it does not have the length of one");
    }
    return new Seal(key);
  }
}
