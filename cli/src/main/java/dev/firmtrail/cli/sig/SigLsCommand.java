package dev.firmtrail.cli.sig;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.trust.TrustFiles;
import dev.firmtrail.signatures.Signing;
import dev.firmtrail.signatures.SigningException;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.signing.Listing;
import dev.firmtrail.workspace.signing.SignatureFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Lists what signatures that hold protect, as the published program does. */
final class SigLsCommand implements Command {
  private static final Flag WITH_SIGS =
      Flag.on("with the signatures", "with-sigs", "s").or("PVR_SIG_LS_WITH_SIGS");
  private static final JsonWriter WRITER = JsonWriter.prettyInOrder("    ");

  @Override
  public List<String> names() {
    return List.of("ls");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "List what the signatures of the committed state protect",
        "[NAME | PATH]...",
        List.of(
            "Verifies the signatures, all of the committed state or those that are named, and prints as JSON which keys one of"
                + " them protects, which are only left out by one, and which none has seen. Ends with 13 at the first that does"
                + " not hold.",
            "A signature is read from its file in the work tree, what it signs from the committed state. pvr sig verify says"
                + " more, of any state."),
        List.of("pvr sig ls", "pvr sig --cacerts roots.pem ls app -s"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(WITH_SIGS);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    SigCommands.sayNothingIsDownloaded(call);
    call.console().page();
    Optional<Workspace> workspace = call.findWorkspace();
    if (workspace.isEmpty() && call.positionals().isEmpty()) {
      // As ever: where there is no workspace, its state is an empty one.
      call.console().dataLine(WRITER.text(JsonObject.EMPTY));
      return ExitCode.OK;
    }
    SignatureFiles files = new SignatureFiles(call.workspace());
    List<String> keys = Listing.keys(files, call.positionals());
    JsonObject.Builder answer = JsonObject.builder();
    if (!keys.isEmpty()) {
      SequencedMap<String, JsonObject> documents = documents(files, keys);
      TrustFiles trusted = TrustFiles.of(call);
      trusted.warnings().forEach(call.console()::notice);
      Listing listing = listing(call, files, documents, trusted);
      put(answer, "protected", listing.selected());
      put(answer, "excluded", listing.excluded());
      put(answer, "notseen", listing.notSeen());
      if (call.isOn(WITH_SIGS)) {
        answer.put("sigs", signatures(call, files.committed(), listing));
      }
    }
    call.console().dataLine(WRITER.text(answer.build()));
    return ExitCode.OK;
  }

  private static SequencedMap<String, JsonObject> documents(SignatureFiles files, List<String> keys)
      throws CommandFailure {
    try {
      return Listing.documents(files, keys);
    } catch (Listing.MissingFileException missing) {
      throw new CommandFailure(
          ExitCode.TRUST_MISSING, String.valueOf(missing.getMessage()), missing);
    } catch (WorkspaceException broken) {
      throw new CommandFailure(ExitCode.NOT_ACCEPTED, String.valueOf(broken.getMessage()), broken);
    }
  }

  private static Listing listing(
      Invocation call,
      SignatureFiles files,
      SequencedMap<String, JsonObject> documents,
      TrustFiles trusted)
      throws CommandFailure {
    try {
      return Listing.of(
          files, documents, new Verifier(trusted.trust(call.session().clock().instant())));
    } catch (WorkspaceException refused) {
      throw new CommandFailure(
          ExitCode.NOT_ACCEPTED, String.valueOf(refused.getMessage()), refused);
    }
  }

  private static void put(JsonObject.Builder answer, String name, List<String> keys) {
    if (!keys.isEmpty()) {
      answer.put(name, Json.ofStrings(keys));
    }
  }

  private static JsonArray signatures(Invocation call, JsonObject committed, Listing listing)
      throws CommandFailure {
    List<Json> documents = new ArrayList<>();
    for (JsonObject document : listing.documents().values()) {
      JsonObject.Builder shown = JsonObject.builder();
      if (call.isOn(SigCommands.WITH_PAYLOAD)) {
        shown.put("payload", payload(committed, document));
      }
      document.get("protected").ifPresent(text -> shown.put("protected", text));
      document.get("signature").ifPresent(text -> shown.put("signature", text));
      documents.add(shown.build());
    }
    return new JsonArray(documents);
  }

  /** In the alphabet of the published program, which is not that of the signature. */
  private static String payload(JsonObject committed, JsonObject document) throws CommandFailure {
    try {
      String payload =
          JsonWriter.CANONICAL.text(Signing.selection(document).of(committed).selected());
      return Base64.getEncoder()
          .withoutPadding()
          .encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    } catch (SigningException itWasVerified) {
      throw new CommandFailure(
          ExitCode.NOT_ACCEPTED, String.valueOf(itWasVerified.getMessage()), itWasVerified);
    }
  }
}
