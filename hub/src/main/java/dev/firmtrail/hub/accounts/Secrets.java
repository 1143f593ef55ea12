package dev.firmtrail.hub.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
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
 * Makes secrets and keeps them as argon2id hashes in the usual text form ({@code
 * $argon2id$v=19$m=…,t=…,p=…$salt$hash}). Safe for use by many threads; hashing runs on a few
 * platform threads of its own, so that a flood of logins takes neither all the memory nor the
 * threads that serve everybody else.
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
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final String LETTERS_AND_DIGITS = LETTERS + "0123456789";
  private static final int GENERATED_SECRET = 15;

  private final SecureRandom random;
  private final ExecutorService hashing =
      Executors.newFixedThreadPool(
          Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4),
          Thread.ofPlatform().name("secrets-", 1).factory());

  /**
   * Checked against when there is nobody of a name, so that asking takes as long as a wrong
   * password does.
   */
  private final String nobody;

  public Secrets(SecureRandom random) {
    this.random = random;
    this.nobody = hash(generate());
  }

  /** A secret for a device: 77 bits in 15 letters and digits, what devices expect. */
  public String generate() {
    return pick(LETTERS_AND_DIGITS, GENERATED_SECRET);
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

  /** What to store of a secret. */
  public String hash(String secret) {
    return run(() -> {
      byte[] salt = new byte[SALT_BYTES];
      random.nextBytes(salt);
      byte[] hash = argon2id(secret, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
      Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
      return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
          .formatted(
              MEMORY_KIB, PASSES, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
    });
  }

  /** Whether a secret is the one whose hash is stored; takes as long when nothing is stored. */
  public boolean matches(String secret, Optional<String> stored) {
    return run(() -> matches(secret, stored.orElse(nobody))) && stored.isPresent();
  }

  private static boolean matches(String secret, String stored) {
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
