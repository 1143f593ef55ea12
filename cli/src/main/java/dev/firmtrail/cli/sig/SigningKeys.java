package dev.firmtrail.cli.sig;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.trust.TrustFiles;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.signatures.Pem;
import dev.firmtrail.signatures.SigningKey;
import dev.firmtrail.signatures.keys.KeySource;
import dev.firmtrail.signatures.keys.OpenedKey;
import dev.firmtrail.signatures.keys.UnusableKeyException;
import dev.firmtrail.state.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Opens the key that a run signs with, and the one of an authority. */
final class SigningKeys {
  static final Flag KEY =
      Flag.of(
              "KEY",
              "the private key (default: pvs/key.default.pem in the configuration directory)",
              "key",
              "k")
          .or("PVR_SIG_KEY");
  static final Flag X5C =
      Flag.of(
              "PEM",
              "the key's certificates, leaf first, for the signature; no for none (default:"
                  + " pvs/x5c.default.pem)",
              "x5c",
              "x")
          .or("PVR_X5C_PATH");

  private static final String NONE = "no";

  private SigningKeys() {}

  static Path keyFile(Invocation call) {
    return TrustFiles.directory(call).resolve("key.default.pem");
  }

  static Path chainFile(Invocation call) {
    return TrustFiles.directory(call).resolve("x5c.default.pem");
  }

  static Path authorityFile(Invocation call) {
    return TrustFiles.directory(call).resolve("ca.key.pem");
  }

  /** The key to sign states with. */
  static SigningKey open(Invocation call) throws CommandFailure {
    Optional<String> named = call.text(KEY);
    if (named.isEmpty() && !Files.exists(keyFile(call))) {
      throw new CommandFailure(
          ExitCode.NOT_SIGNED,
          "no key to sign with: there is no "
              + keyFile(call)
              + "; make your own with pvr sig keygen, or name one with --key");
    }
    String spec = named.orElse(keyFile(call).toString());
    Optional<String> chain = call.text(X5C);
    SigningKey key = open(call, spec, chain.filter(path -> !path.equals(NONE)).map(Path::of));
    if (chain.filter(NONE::equals).isPresent()) {
      return new SigningKey(key.key(), key.publicKey(), List.of());
    }
    return key.chain().isEmpty() ? withDefaultChain(call, key) : key;
  }

  private static SigningKey open(Invocation call, String spec, Optional<Path> chain)
      throws CommandFailure {
    try {
      OpenedKey opened =
          new KeySource(call.session().directory(), call.session().environment())
              .open(spec, chain, new Passphrases(call));
      opened.notices().forEach(call.console()::notice);
      return opened.key();
    } catch (UnusableKeyException unusable) {
      throw new CommandFailure(
          ExitCode.NOT_SIGNED, Shown.whole(String.valueOf(unusable.getMessage())), unusable);
    }
  }

  private static SigningKey withDefaultChain(Invocation call, SigningKey key)
      throws CommandFailure {
    Path file = chainFile(call);
    if (!Files.exists(file)) {
      throw new CommandFailure(
          ExitCode.NOT_SIGNED,
          "no certificates for the key: there is no "
              + file
              + "; name them with --x5c, or sign without with --x5c no");
    }
    List<X509Certificate> chain = certificates(file);
    if (chain.isEmpty() || !chain.getFirst().getPublicKey().equals(key.publicKey())) {
      throw new CommandFailure(
          ExitCode.NOT_SIGNED,
          file
              + " begins with no certificate of the key; name the key's own with --x5c, or sign without with"
              + " --x5c no");
    }
    return new SigningKey(key.key(), key.publicKey(), chain);
  }

  /** The certificates in a file, in order. */
  static List<X509Certificate> certificates(Path file) throws CommandFailure {
    try {
      return Pem.certificates(PlainFile.read(file));
    } catch (IOException unreadable) {
      throw CommandFailure.of(ExitCode.NOT_SIGNED, unreadable);
    } catch (Pem.InvalidPemException broken) {
      throw new CommandFailure(
          ExitCode.NOT_SIGNED,
          "cannot use " + Shown.whole(file.toString()) + ": " + broken.getMessage(),
          broken);
    }
  }

  /**
   * The key of an authority and its certificate. A variable names the key that signs states, so
   * only a flag on the command line names another authority than one's own.
   */
  static SigningKey authority(Invocation call) throws CommandFailure {
    List<String> named = call.texts(KEY);
    if (named.isEmpty() && !Files.exists(authorityFile(call))) {
      throw new CommandFailure(
          ExitCode.NOT_SIGNED,
          "no authority: there is no "
              + authorityFile(call)
              + "; name its key with --key, or make one with pvr sig keygen");
    }
    SigningKey bare =
        open(
            call,
            named.isEmpty() ? authorityFile(call).toString() : named.getLast(),
            Optional.empty());
    Path store =
        call.text(TrustFiles.CACERTS)
            .map(call.session().directory()::resolve)
            .orElse(TrustFiles.defaultStore(call));
    X509Certificate own =
        certificates(store).stream()
            .filter(certificate -> certificate.getPublicKey().equals(bare.publicKey()))
            .findFirst()
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.NOT_SIGNED,
                    "no certificate in "
                        + store
                        + " is of the authority's key; name a file that has it with --cacerts"));
    return new SigningKey(bare.key(), bare.publicKey(), List.of(own));
  }
}
