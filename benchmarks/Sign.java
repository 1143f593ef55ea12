import dev.firmtrail.signatures.Judgement;
import dev.firmtrail.signatures.Selection;
import dev.firmtrail.signatures.Signing;
import dev.firmtrail.signatures.SigningKey;
import dev.firmtrail.signatures.Trust;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * What signing and verifying cost beside the bare JDK: both sides do the same cryptography on the
 * same bytes, in one thread, in turn. For a large state the other side hashes its text as well, as
 * everybody does who knows it by its id; a row without a goal shows what reading that text costs
 * besides. Prints a line a row: name, goal, median CPU in microseconds of our side and of the
 * other, the median ratio of a pair, the smallest and the largest.
 *
 * <p>{@code Sign ROUNDS}; the first quarter of the rounds warms up and is left out.
 */
final class Sign {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Long enough for the clock of a thread's CPU. */
  private static final long SLICE_NANOS = 20_000_000;

  private Sign() {}

  private record Kind(String name, String jcaName, String keys, AlgorithmParameterSpec parameters) {
    KeyPair pair() throws Exception {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(keys);
      generator.initialize(parameters);
      return generator.generateKeyPair();
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "RS256",
              "SHA256withRSA",
              "RSA",
              new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),
          new Kind(
              "ES256",
              "SHA256withECDSAinP1363Format",
              "EC",
              new ECGenParameterSpec("secp256r1")),
          new Kind(
              "ES384",
              "SHA384withECDSAinP1363Format",
              "EC",
              new ECGenParameterSpec("secp384r1")));

  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    for (Kind kind : KINDS) {
      KeyPair pair = kind.pair();
      one(kind, pair, rounds);
      large(kind, pair, rounds);
    }
  }

  /** A container as it is signed every day: ten files. */
  private static void one(Kind kind, KeyPair pair, int rounds) throws Exception {
    JsonObject state = state(1, 10);
    Selection selection = new Selection(List.of("part00/**"), List.of("part00/src.json"));
    SigningKey key = new SigningKey(pair.getPrivate(), pair.getPublic(), List.of());
    JsonObject signed = with(state, Signing.sign(state, selection, key, false));
    byte[] input = input(signed, selection);
    byte[] value = Base64.getUrlDecoder().decode(text(signed, "signature"));
    Verifier verifier = verifier(pair);
    compare(
        kind.name() + " sign",
        1.2,
        rounds,
        () -> Signing.sign(state, selection, key, false),
        () -> bareSign(kind, pair, input));
    compare(
        kind.name() + " verify",
        1.2,
        rounds,
        () -> accepted(verifier.verify(signed).lenient()),
        () -> bareVerify(kind, pair, input, value));
  }

  /** 5,000 files under one signature. */
  private static void large(Kind kind, KeyPair pair, int rounds) throws Exception {
    JsonObject state = state(50, 100);
    Selection selection = new Selection(directories(state), List.of("_sigs/**"));
    SigningKey key = new SigningKey(pair.getPrivate(), pair.getPublic(), List.of());
    JsonObject signed = with(state, Signing.sign(state, selection, key, false));
    byte[] document = JsonWriter.CANONICAL.bytes(signed);
    byte[] input = input(signed, selection);
    byte[] value = Base64.getUrlDecoder().decode(text(signed, "signature"));
    Verifier verifier = verifier(pair);
    Callable<?> floor =
        () -> {
          MessageDigest.getInstance("SHA-256").digest(document);
          return bareVerify(kind, pair, input, value);
        };
    compare(
        kind.name() + " verify 5,000 files",
        3.0,
        rounds,
        () -> accepted(verifier.verify(signed).lenient()),
        floor);
    compare(
        kind.name() + " read and verify 5,000 files",
        Double.NaN,
        rounds,
        () -> accepted(verifier.verify(document).lenient()),
        floor);
  }

  private static Verifier verifier(KeyPair pair) {
    return new Verifier(new Trust.Keys(List.of(pair.getPublic())));
  }

  private static JsonObject state(int parts, int files) {
    JsonObject.Builder state = JsonObject.builder().put("#spec", "pantavisor-service-system@1");
    for (int part = 0; part < parts; part++) {
      for (int file = 0; file < files; file++) {
        state.put(
            "part%02d/usr/lib/module%03d/file%03d.so".formatted(part, file, file),
            "%08x".formatted(part * 1000 + file).repeat(8));
      }
    }
    return state.build();
  }

  private static List<String> directories(JsonObject state) {
    return state.members().keySet().stream()
        .map(key -> key.contains("/") ? key.substring(0, key.indexOf('/')) + "/**" : key)
        .distinct()
        .toList();
  }

  private static JsonObject with(JsonObject state, JsonObject document) {
    JsonObject.Builder signed = JsonObject.builder();
    state.members().forEach((key, value) -> {
      if (key.equals("part00/usr/lib/module000/file000.so")) {
        signed.put("_sigs/part00.json", document);
      }
      signed.put(key, value);
    });
    return signed.build();
  }

  private static String text(JsonObject signed, String member) {
    return signed.object("_sigs/part00.json").orElseThrow().string(member).orElseThrow();
  }

  private static byte[] input(JsonObject signed, Selection selection) {
    byte[] payload = JsonWriter.CANONICAL.bytes(selection.of(signed).selected());
    return (text(signed, "protected") + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(payload))
        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  private static byte[] bareSign(Kind kind, KeyPair pair, byte[] input) throws Exception {
    Signature signature = Signature.getInstance(kind.jcaName());
    signature.initSign(pair.getPrivate());
    signature.update(input);
    return signature.sign();
  }

  private static boolean bareVerify(Kind kind, KeyPair pair, byte[] input, byte[] value)
      throws Exception {
    Signature signature = Signature.getInstance(kind.jcaName());
    signature.initVerify(pair.getPublic());
    signature.update(input);
    return must(signature.verify(value));
  }

  private static boolean accepted(Judgement judgement) {
    return must(judgement instanceof Judgement.Accepted);
  }

  private static boolean must(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("the two sides do not do the same");
    }
    return true;
  }

  private static void compare(
      String name, double goal, int rounds, Callable<?> ours, Callable<?> theirs)
      throws Exception {
    double[] a = new double[rounds];
    double[] b = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      a[i] = microseconds(ours);
      b[i] = microseconds(theirs);
    }
    int from = rounds / 4;
    double[] ratios = new double[rounds - from];
    for (int i = from; i < rounds; i++) {
      ratios[i - from] = a[i] / b[i];
    }
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "%s\t%.1f\t%.1f\t%.1f\t%.3f\t%.3f\t%.3f%n",
        name,
        goal,
        median(Arrays.copyOfRange(a, from, rounds)),
        median(Arrays.copyOfRange(b, from, rounds)),
        ratios[ratios.length / 2],
        ratios[0],
        ratios[ratios.length - 1]);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** CPU of one call, as a mean over many. */
  private static double microseconds(Callable<?> call) throws Exception {
    long begun = THREADS.getCurrentThreadCpuTime();
    long calls = 0;
    long used;
    do {
      call.call();
      calls++;
      used = THREADS.getCurrentThreadCpuTime() - begun;
    } while (used < SLICE_NANOS);
    return used / 1000.0 / calls;
  }
}
