package dev.firmtrail.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.firmtrail.signatures.SignatureVerdict.Fails;
import dev.firmtrail.signatures.SignatureVerdict.Holds;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * States that others signed, with published programs and keys, years ago. They are not copied:
 * {@code FIRMTRAIL_VECTORS} names the folder that holds {@code real/}.
 */
class RealStatesTest {
  /** Its file was dropped from the states that carry it. */
  private static final String STALE = "_sigs/_hostconfig.json";

  private static final String STALE_FILE = "_hostconfig/pvr/docker.json";

  private static final List<Instance> INSTANCES = new ArrayList<>();
  private static final List<X509Certificate> SHIPPED = new ArrayList<>();

  private record Instance(String file, String key, JsonObject state) {
    PvsDocument document() throws RefusedException {
      return PvsDocument.read(state.object(key).orElseThrow());
    }

    ProtectedHeader header() throws RefusedException {
      return ProtectedHeader.read(document().headerBytes());
    }

    boolean isStale() {
      return key.equals(STALE) && state.get(STALE_FILE).isEmpty();
    }

    /** The shipped roots, or where none of them is meant the end of the chain. */
    TrustStore store() throws RefusedException {
      ProtectedHeader header = header();
      return new TrustStore(
          header.algorithm() == Algorithm.RS256 ? SHIPPED : List.of(header.chain().getLast()));
    }

    /** When it was signed is not known, but not before its certificate. */
    Instant atIssue() throws RefusedException {
      return header().chain().getFirst().getNotBefore().toInstant();
    }

    SignatureVerdict at(Instant time) throws RefusedException {
      Verifier verifier = new Verifier(new Trust.Roots(store(), time));
      return Optional.ofNullable(verifier.verify(state).signatures().get(key)).orElseThrow();
    }
  }

  @BeforeAll
  static void find() throws IOException, JsonException, Pem.InvalidPemException {
    String folder = Optional.ofNullable(System.getenv("FIRMTRAIL_VECTORS")).orElse("");
    Path real = Path.of(folder).resolve("real");
    if (folder.isEmpty() || !Files.isDirectory(real)) {
      System.out.println(
          "SKIPPED: real states; FIRMTRAIL_VECTORS names no folder with real/ in it");
      abort("FIRMTRAIL_VECTORS is not set");
    }
    for (Path file : files(real, ".json")) {
      JsonObject state = JsonReader.readObject(Files.readAllBytes(file));
      state
          .members()
          .forEach((key, value) -> {
            if (PvsDocument.isOne(value)) {
              INSTANCES.add(new Instance(real.relativize(file).toString(), key, state));
            }
          });
    }
    for (Path file : files(real.resolve("trust"), ".crt")) {
      SHIPPED.addAll(TrustStore.read(Files.readAllBytes(file)).certificates());
    }
  }

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void allThatAreWholeHold() throws RefusedException {
    Set<String> distinct = new HashSet<>();
    int whole = 0;
    for (Instance instance : INSTANCES) {
      distinct.add(instance.document().signature());
      if (!instance.isStale()) {
        whole++;
        assertThat(instance.at(instance.atIssue())).as(instance.file()).isInstanceOf(Holds.class);
      }
    }
    System.out.printf(
        "real states: %d signatures, %d distinct, %d whole%n",
        INSTANCES.size(), distinct.size(), whole);
    // How many there are depends on how much of the folder was laid in; none would prove nothing.
    assertThat(distinct).hasSizeGreaterThanOrEqualTo(16);
    assertThat(whole).isGreaterThanOrEqualTo(34);
  }

  @Test
  void aSignatureWhoseFileIsGoneSaysWhatIsMissing() throws RefusedException {
    int stale = 0;
    for (Instance instance : INSTANCES) {
      if (instance.isStale()) {
        stale++;
        SignatureVerdict verdict = instance.at(instance.atIssue());
        assertThat(verdict).as(instance.file()).isInstanceOf(Fails.class);
        Fails fails = (Fails) verdict;
        assertThat(fails.reason()).isIn(Reason.CHANGED, Reason.EMPTY_SELECTION);
        assertThat(fails.detail()).contains("select");
      }
    }
    assertThat(stale).isPositive();
  }

  @Test
  void withItsFileAllOfAStateHold() throws RefusedException {
    List<Instance> rebuilt =
        INSTANCES.stream().filter(instance -> instance.file().startsWith("reconstructed")).toList();
    assertThat(rebuilt).hasSize(5);
    for (Instance instance : rebuilt) {
      assertThat(instance.at(instance.atIssue())).isInstanceOf(Holds.class);
    }
  }

  /** Devices that do not look at dates take them to this day. */
  @Test
  void noneIsOfToday() throws RefusedException {
    for (Instance instance : INSTANCES) {
      assertThat(instance.at(Cases.NOW))
          .as(instance.file() + " " + instance.key())
          .isInstanceOfSatisfying(
              Fails.class,
              fails -> assertThat(fails.reason()).isIn(Reason.OUT_OF_DATE, Reason.EMPTY_SELECTION));
    }
  }

  /** Whoever trusts the developers' roots trusts everybody. */
  @Test
  void e25KeysThatWerePublishedAreKnown() throws RefusedException {
    TrustStore shipped = new TrustStore(SHIPPED);
    assertThat(shipped.certificates()).isNotEmpty();
    assertThat(shipped.publishedKeys()).isEqualTo(shipped.certificates());
    for (Instance instance : INSTANCES) {
      X509Certificate leaf = instance.header().chain().getFirst();
      boolean isDevelopers = leaf.getSubjectX500Principal().getName().contains("CN=pv-");
      assertThat(new TrustStore(List.of(leaf)).publishedKeys())
          .as(leaf.getSubjectX500Principal().getName())
          .hasSize(isDevelopers ? 1 : 0);
    }
  }
}
