package dev.firmtrail.cli.sig;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.trust.TrustFiles;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.signatures.keys.DeveloperAuthority;
import dev.firmtrail.signatures.keys.Issued;
import dev.firmtrail.signatures.keys.KeyKind;
import dev.firmtrail.signatures.keys.Term;
import dev.firmtrail.signatures.keys.UnusableKeyException;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Makes keys of one's own. */
final class SigKeygenCommand implements Command {
  private static final Flag NAME =
      Flag.of("CN", "what the new key is called (default: pvr developer)", "name");
  private static final Flag ALGORITHM =
      Flag.of("ALGORITHM", "es256, es384 or rs256 (default es256)", "algorithm")
          .among("es256", "es384", "rs256");
  private static final Flag LEAF =
      Flag.on("only a new key and certificate, by the authority that is there", "leaf");
  private static final Flag FORCE = Flag.on("replace files that are there; says which", "force");

  private static final String STANDARD_NAME = "pvr developer";
  private static final String OF_AUTHORITY = " authority";
  private static final String SECRET = "rw-------";
  private static final String PUBLIC = "rw-r--r--";

  /** What is written: text and mode, in this order. */
  private record Content(String text, String mode) {}

  @Override
  public List<String> names() {
    return List.of("keygen");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Make keys of your own to sign with",
        "",
        List.of(
            "Makes an authority and a key whose certificate it issues, in pvs/ of the configuration directory: ca.key.pem and"
                + " cacerts.default.pem, key.default.pem and x5c.default.pem. Keys are readable by you alone, and under the"
                + " passphrase of PVR_SIG_PASSPHRASE where that is set. Nothing leaves this machine.",
            "Give cacerts.default.pem to devices and hubs; take ca.key.pem off this machine when you are done. With --leaf the"
                + " authority that is there makes one more key; --key on the command line names its key when it lies elsewhere.",
            "Files that are there are replaced only with --force."),
        List.of(
            "pvr sig keygen --name 'Thermostat release 2026'",
            "pvr sig keygen --algorithm rs256",
            "pvr sig --key /media/safe/ca.key.pem keygen --leaf --name 'Thermostat release 2028' --force"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(NAME, ALGORITHM, LEAF, FORCE);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.NOT_SIGNED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    if (!call.positionals().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "pvr sig keygen takes no arguments; --name says what the key is called");
    }
    SigCommands.sayNothingIsDownloaded(call);
    SequencedMap<Path, Content> files = new LinkedHashMap<>();
    Issued leaf = made(call, files);
    refuseToReplace(call, files.keySet());
    write(TrustFiles.directory(call), files);
    tell(call, leaf, files);
    return ExitCode.OK;
  }

  private static Issued made(Invocation call, SequencedMap<Path, Content> files)
      throws CommandFailure {
    KeyKind kind = kind(call);
    String name = call.text(NAME).orElse(STANDARD_NAME);
    Instant now = call.session().clock().instant();
    try {
      Issued leaf;
      if (call.isOn(LEAF)) {
        leaf = DeveloperAuthority.issue(SigningKeys.authority(call), name, kind, Term.ofLeaf(now));
      } else {
        Issued authority =
            DeveloperAuthority.create(name + OF_AUTHORITY, kind, Term.ofAuthority(now));
        leaf = DeveloperAuthority.issue(authority.signingKey(), name, kind, Term.ofLeaf(now));
        files.put(SigningKeys.authorityFile(call), new Content(keyPem(call, authority), SECRET));
        files.put(TrustFiles.defaultStore(call), new Content(authority.certificatePem(), PUBLIC));
      }
      files.put(SigningKeys.keyFile(call), new Content(keyPem(call, leaf), SECRET));
      files.put(SigningKeys.chainFile(call), new Content(leaf.certificatePem(), PUBLIC));
      return leaf;
    } catch (IllegalArgumentException noName) {
      throw new CommandFailure(
          ExitCode.NOT_SIGNED,
          "--name: "
              + noName.getMessage()
              + " (and the authority's is longer by"
              + OF_AUTHORITY.length()
              + ")",
          noName);
    } catch (UnusableKeyException unusable) {
      throw new CommandFailure(
          ExitCode.NOT_SIGNED, Shown.whole(String.valueOf(unusable.getMessage())), unusable);
    }
  }

  private static void refuseToReplace(Invocation call, Set<Path> files) throws CommandFailure {
    for (Path file : files) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        if (!call.isOn(FORCE)) {
          throw new CommandFailure(
              ExitCode.NOT_SIGNED,
              file
                  + " is there already, and nothing was made; --force replaces it, and a key that is replaced is lost");
        }
        call.console().notice("replaced " + file);
      }
    }
  }

  private static KeyKind kind(Invocation call) throws CommandFailure {
    String word = call.text(ALGORITHM).orElse("es256");
    return switch (word) {
      case "es256" -> KeyKind.P256;
      case "es384" -> KeyKind.P384;
      case "rs256" -> KeyKind.RSA3072;
      default ->
          throw new CommandFailure(
              ExitCode.USAGE, "--algorithm is es256, es384 or rs256, not " + Shown.text(word));
    };
  }

  private static String keyPem(Invocation call, Issued issued) {
    Optional<char[]> passphrase = Passphrases.given(call);
    if (passphrase.isEmpty()) {
      return issued.keyPem();
    }
    try {
      return issued.keyPem(passphrase.get());
    } finally {
      Arrays.fill(passphrase.get(), '\0');
    }
  }

  private static void write(Path directory, SequencedMap<Path, Content> files) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    for (Map.Entry<Path, Content> file : files.entrySet()) {
      byte[] bytes = file.getValue().text().getBytes(StandardCharsets.US_ASCII);
      DurableFile.write(file.getKey(), bytes, file.getValue().mode());
    }
  }

  private static void tell(Invocation call, Issued leaf, SequencedMap<Path, Content> files)
      throws IOException {
    Console console = call.console();
    Instant until = leaf.certificate().getNotAfter().toInstant();
    String subject = Shown.text(leaf.certificate().getSubjectX500Principal().getName());
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("subject", subject)
              .put("validUntil", until.toString())
              .put("files", Json.ofStrings(files.keySet().stream().map(Path::toString).toList()))
              .build());
      return;
    }
    for (Path file : files.keySet()) {
      console.dataLine("Made " + console.name(file.toString()));
    }
    console.dataLine(subject + " may sign until " + until);
    console.dataLine("Next:");
    console.dataLine("  pvr sig add            # in a workspace: sign what is committed");
    if (files.containsKey(SigningKeys.authorityFile(call))) {
      console.dataLine(
          "  give "
              + TrustFiles.defaultStore(call).getFileName()
              + " to the devices and hubs that shall trust you");
      console.dataLine(
          "  take "
              + SigningKeys.authorityFile(call).getFileName()
              + " off this machine; it is needed for a new key, or to revoke one");
    }
  }
}
