package dev.firmtrail.hub.accounts;

import dev.firmtrail.state.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Makes secrets and keeps them as hashes. What somebody chose becomes argon2id in the usual text
 * form ({@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}), on a few platform threads of its own, so
 * that a flood of logins takes neither all the memory nor the threads that serve everybody else.
 * What was made here cannot be guessed, so one SHA-256 ({@code $sha256$salt$hash}) is enough:
 * devices log in often, all at once after a power cut, and would not wait. Safe for use by many
 * threads.
 */
public final class Secrets implements AutoCloseable {
  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern STORED =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})\\$([^$]+)\\$([^$]+)");
  private static final Pattern STORED_GENERATED = Pattern.compile("\\$sha256\\$([^$]+)\\$([^$]+)");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final String LETTERS_AND_DIGITS = LETTERS + "0123456789";
  private static final int GENERATED_SECRET = 15;
  private static final int GENERATED_TOKEN = 32;

  private final SecureRandom random;
  private final ExecutorService hashing =
      Executors.newFixedThreadPool(
          Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4),
          Thread.ofPlatform().name("secrets-", 1).factory());

  private final String nobody;
  private final String noDevice;

  public Secrets(SecureRandom random) {
    this.random = random;
    this.nobody = hash(generate());
    this.noDevice = hashGenerated(generate());
  }

  /** A secret for a device: 77 bits in 15 letters and digits, what devices expect. */
  public String generate() {
    return pick(LETTERS_AND_DIGITS, GENERATED_SECRET);
  }

  /**
   * A token: 190 bits in 32 letters and digits. To published programs it is 24 bytes in base64,
   * without the signs of that which a URL or a shell would mistake.
   */
  public String token() {
    return pick(LETTERS_AND_DIGITS + LETTERS.toUpperCase(Locale.ROOT), GENERATED_TOKEN);
  }

  /** Random lower-case letters. */
  public String letters(int count) {
    return pick(LETTERS, count);
  }

  private String pick(String from, int count) {
    return random
        .ints(count, 0, from.length())
        .mapToObj(i -> from.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  /** What to store of a secret that somebody chose. */
  public String hash(String secret) {
    return run(() -> {
      byte[] salt = salt();
      byte[] hash = argon2id(secret, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
      return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
          .formatted(MEMORY_KIB, PASSES, LANES, base64(salt), base64(hash));
    });
  }

  /** What to store of a secret that was made here. */
  public String hashGenerated(String secret) {
    byte[] salt = salt();
    return "$sha256$%s$%s".formatted(base64(salt), base64(sha256(salt, secret)));
  }

  private byte[] salt() {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return salt;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * What stands for the secret of a name that nobody has, so that asking for it takes as long as
   * for one that somebody has; no secret matches it.
   *
   * @param device whether the name is one of a device
   */
  String ofNobody(boolean device) {
    return device ? noDevice : nobody;
  }

  /** Whether this is stored of a secret that {@link #generate} made. */
  static boolean isGenerated(String stored) {
    return STORED_GENERATED.matcher(stored).matches();
  }

  /** Whether a secret is the one of which this is stored. */
  public boolean matches(String secret, String stored) {
    Matcher generated = STORED_GENERATED.matcher(stored);
    if (!generated.matches()) {
      return run(() -> matchesChosen(secret, stored));
    }
    byte[] hash = Base64.getDecoder().decode(generated.group(2));
    return MessageDigest.isEqual(
        hash, sha256(Base64.getDecoder().decode(generated.group(1)), secret));
  }

  private static boolean matchesChosen(String secret, String stored) {
    Matcher parts = STORED.matcher(stored);
    if (!parts.matches()) {
      throw new IllegalStateException("a stored secret has no known form");
    }
    byte[] hash = Base64.getDecoder().decode(parts.group(5));
    byte[] again =
        argon2id(
            secret,
            Base64.getDecoder().decode(parts.group(4)),
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            Integer.parseInt(parts.group(3)),
            hash.length);
    return MessageDigest.isEqual(hash, again);
  }

  private static byte[] sha256(byte[] salt, String secret) {
    MessageDigest sha256 = Sha256.newDigest();
    sha256.update(salt);
    return sha256.digest(secret.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] argon2id(
      String secret, byte[] salt, int memoryKib, int passes, int lanes, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] out = new byte[length];
    generator.generateBytes(secret.getBytes(StandardCharsets.UTF_8), out);
    return out;
  }

  private <T> T run(Callable<T> work) {
    Future<T> future = hashing.submit(work);
    try {
      return future.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("hashing failed", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while hashing", interrupted);
    }
  }

  @Override
  public void close() {
    hashing.close();
  }
}
