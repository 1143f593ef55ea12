package dev.firmtrail.cli.trust;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.signatures.Oem;
import dev.firmtrail.signatures.Pem;
import dev.firmtrail.signatures.RevocationLists;
import dev.firmtrail.signatures.Trust;
import dev.firmtrail.signatures.TrustStore;
import dev.firmtrail.state.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The files that say whose signatures count: public keys, else trusted certificates, named by a
 * flag or a variable, else the one in the configuration directory. Nothing is ever fetched.
 *
 * @param file which one it is
 * @param keys the keys in it, when it is one of public keys
 * @param store the certificates in it otherwise
 */
public record TrustFiles(Path file, Optional<Trust.Keys> keys, Optional<TrustStore> store) {
  /** Public keys instead of certificates. */
  public static final Flag PUBKEY =
      Flag.of("PEM", "only signatures by these public keys count", "pubkey", "p")
          .or("PVR_SIG_PUBKEY");

  /** Trusted certificates. */
  public static final Flag CACERTS =
      Flag.of(
              "PEM",
              "the certificates that are trusted (default: pvs/cacerts.default.pem in the configuration"
                  + " directory)",
              "cacerts",
              "c")
          .or("PVR_SIG_CACERTS");

  /** What the published program once took for the certificates of the machine. */
  private static final List<String> SYSTEM = List.of("_system_", "__system__");

  /** The store that counts when none is named. */
  public static Path defaultStore(Invocation call) {
    return directory(call).resolve("cacerts.default.pem");
  }

  /** Where a person's keys and certificates are. */
  public static Path directory(Invocation call) {
    return call.settings().configDirectory().resolve("pvs");
  }

  /** Those of a run; empty when none is named and there is no default one. */
  public static Optional<TrustFiles> find(Invocation call) throws CommandFailure {
    boolean named = call.text(PUBKEY).isPresent() || call.text(CACERTS).isPresent();
    return named || Files.exists(defaultStore(call)) ? Optional.of(of(call)) : Optional.empty();
  }

  /**
   * Those of a run.
   *
   * @throws CommandFailure there is none, or it cannot be used
   */
  public static TrustFiles of(Invocation call) throws CommandFailure {
    Path directory = call.session().directory();
    Optional<String> pubkey = call.text(PUBKEY);
    if (pubkey.isPresent()) {
      return ofKeys(directory.resolve(pubkey.get()));
    }
    Optional<String> cacerts = call.text(CACERTS);
    if (cacerts.isPresent() && SYSTEM.contains(cacerts.get())) {
      throw new CommandFailure(
          ExitCode.NOT_ACCEPTED,
          "the certificates of the machine are for web servers, not for firmware, and are never used; name a file with"
              + " --cacerts");
    }
    Path file = cacerts.map(directory::resolve).orElse(defaultStore(call));
    return new TrustFiles(file, Optional.empty(), Optional.of(store(file)));
  }

  private static TrustFiles ofKeys(Path file) throws CommandFailure {
    try {
      return new TrustFiles(
          file, Optional.of(Trust.Keys.read(PlainFile.read(file))), Optional.empty());
    } catch (NoSuchFileException missing) {
      throw new CommandFailure(
          ExitCode.PUBLIC_KEY_MISSING, "there is no file of public keys " + shown(file), missing);
    } catch (IOException unreadable) {
      throw CommandFailure.of(ExitCode.PUBLIC_KEY_UNREADABLE, unreadable);
    } catch (Pem.InvalidPemException broken) {
      throw new CommandFailure(
          ExitCode.NOT_ACCEPTED,
          "cannot verify with " + shown(file) + ": " + broken.getMessage(),
          broken);
    }
  }

  /** Reads a store, also one that is not the default one. */
  public static TrustStore store(Path file) throws CommandFailure {
    try {
      return TrustStore.read(PlainFile.read(file));
    } catch (NoSuchFileException missing) {
      throw new CommandFailure(
          ExitCode.TRUST_MISSING,
          "nothing says who may sign: there is no "
              + shown(file)
              + "; name the trusted certificates with --cacerts, or public keys with --pubkey",
          missing);
    } catch (IOException unreadable) {
      throw CommandFailure.of(ExitCode.NOT_ACCEPTED, unreadable);
    } catch (Pem.InvalidPemException broken) {
      throw new CommandFailure(
          ExitCode.NOT_ACCEPTED,
          "cannot use the trusted certificates in " + shown(file) + ": " + broken.getMessage(),
          broken);
    }
  }

  private static String shown(Path file) {
    return Shown.whole(file.toString());
  }

  /** Whose signatures count at a time. */
  public Trust trust(Instant at) {
    return trust(Optional.empty(), RevocationLists.NONE, at);
  }

  /**
   * Whose signatures count.
   *
   * @param oem a maker with a store of its own; for certificates alone
   * @param revoked what was taken back; for certificates alone
   * @param at when certificates have to be valid
   */
  public Trust trust(Optional<Oem> oem, RevocationLists revoked, Instant at) {
    return store
        .<Trust>map(roots -> new Trust.Roots(roots, oem, revoked, at))
        .orElseGet(() -> keys.orElseThrow());
  }

  /** What whoever trusts this should know, a line each. */
  public List<String> warnings() {
    return store.stream()
        .flatMap(roots -> roots.publishedKeys().stream())
        .map(certificate ->
            shown(file)
                + " trusts "
                + Shown.text(certificate.getSubjectX500Principal().getName())
                + ", whose private key was published for developers: anybody can sign under it")
        .toList();
  }
}
