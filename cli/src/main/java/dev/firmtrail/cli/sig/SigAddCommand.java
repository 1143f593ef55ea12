package dev.firmtrail.cli.sig;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.frame.OutputFile;
import dev.firmtrail.cli.trust.TrustFiles;
import dev.firmtrail.signatures.DevicePayload;
import dev.firmtrail.signatures.Judgement;
import dev.firmtrail.signatures.Selection;
import dev.firmtrail.signatures.Signing;
import dev.firmtrail.signatures.SigningException;
import dev.firmtrail.signatures.SigningKey;
import dev.firmtrail.signatures.SigningPlan;
import dev.firmtrail.signatures.Trust;
import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.signing.Completion;
import dev.firmtrail.workspace.signing.SignatureFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Signs parts of the committed state, or all that nobody signed yet. */
final class SigAddCommand implements Command {
  private static final Flag PART =
      Flag.of("PART", "sign this part alone", "part").or("PVR_SIG_ADD_PART");
  private static final Flag RAW =
      Flag.of("NAME", "sign by patterns of your own, as _sigs/NAME.json", "raw", "r");
  private static final Flag INCLUDE =
      Flag.each("GLOB", "what is signed; may be repeated (default **)", "include", "i");
  private static final Flag EXCLUDE =
      Flag.each("GLOB", "what is left out; may be repeated (default src.json)", "exclude", "e");
  private static final Flag NO_CONFIG =
      Flag.on("without the part's configuration in _config/", "noconfig", "n");

  @Override
  public List<String> names() {
    return List.of("add", "a");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Sign what is committed",
        "",
        List.of(
            "What is signed is the committed state, not the work tree. The signature is written into the work tree, as"
                + " _sigs/NAME.json; the next commit takes it into the state.",
            "Without --part and --raw everything is signed that nobody answers for: one signature for each part, one, _root, for"
                + " the files outside of them. Signatures that hold stay as they are; in the place of one that does not a new"
                + " one is made. All are tracked as by pvr add, so that a commit makes a state that is signed in full. Whose"
                + " signatures count is what --pubkey or --cacerts say; where nothing says it, anybody's.",
            "With --part the patterns are relative to the part; with --raw they are relative to the root. * and ? do not cross a"
                + " slash; ** as a whole component stands for any. Devices know PATH, DIRECTORY/** and * inside a component, no"
                + " more. A selection of nothing is refused."),
        List.of(
            "pvr sig add                                            # all that is missing",
            "pvr sig add --part app",
            "pvr sig add --part app -e 'data/**'",
            "pvr sig --key release.p12 add --raw bsp -i 'bsp/**' -i device.json -i '#spec' -e bsp/src.json"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(PART, RAW, INCLUDE, EXCLUDE, NO_CONFIG);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.NOT_SIGNED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Optional<String> part = call.text(PART);
    Optional<String> raw = call.text(RAW);
    boolean patterns = !call.texts(INCLUDE).isEmpty() || !call.texts(EXCLUDE).isEmpty();
    if (part.isPresent() && raw.isPresent()) {
      throw new CommandFailure(
          ExitCode.SIGNATURE_USAGE, "--part and --raw cannot be used at the same time; see --help");
    }
    if (part.isEmpty() && raw.isEmpty() && (patterns || call.isOn(NO_CONFIG))) {
      throw new CommandFailure(
          ExitCode.SIGNATURE_USAGE,
          "patterns and --noconfig belong to --part PART or --raw NAME; see --help");
    }
    SigCommands.sayNothingIsDownloaded(call);
    Workspace workspace = call.workspaceToChange();
    SignatureFiles files = new SignatureFiles(workspace);
    try {
      if (part.isEmpty() && raw.isEmpty()) {
        return complete(call, workspace, files);
      }
      String key = SignatureFiles.key(part.or(() -> raw).orElseThrow());
      one(call, files, key, selection(call, part, raw));
      return ExitCode.OK;
    } catch (SigningException refused) {
      throw new CommandFailure(ExitCode.NOT_SIGNED, String.valueOf(refused.getMessage()), refused);
    }
  }

  private static Selection selection(Invocation call, Optional<String> part, Optional<String> raw)
      throws CommandFailure {
    List<String> include = call.texts(INCLUDE);
    List<String> exclude = call.texts(EXCLUDE);
    try {
      return part.isPresent()
          ? SigningPlan.part(part.get(), include, exclude, !call.isOn(NO_CONFIG))
          : SigningPlan.raw(raw.orElseThrow(), include, exclude);
    } catch (InvalidGlobException | IllegalArgumentException refused) {
      throw new CommandFailure(
          ExitCode.NOT_SIGNED, "cannot sign by these patterns: " + refused.getMessage(), refused);
    }
  }

  private static void one(Invocation call, SignatureFiles files, String key, Selection selection)
      throws CommandFailure, WorkspaceException, IOException, SigningException {
    JsonObject state = files.asInWorkTree();
    JsonObject document =
        Signing.sign(state, selection, SigningKeys.open(call), call.isOn(SigCommands.WITH_PAYLOAD));
    files.write(key, document);
    OutputFile.write(call, SigCommands.OUTPUT, JsonWriter.CANONICAL.bytes(document));
    DevicePayload.difference(state, selection)
        .ifPresent(why -> SigCommands.sayDevicesRefuse(call, key, why));
    List<String> selected = List.copyOf(selection.of(state).selected().members().keySet());
    Console console = call.console();
    console.notice(
        "Signed %s: %s; pvr add and pvr commit take it into the state"
            .formatted(Shown.count(selected.size(), "key"), Shown.whole(key)));
    if (console.wantsJson() && !OutputFile.isStandardOutput(call, SigCommands.OUTPUT)) {
      console.json(
          JsonObject.builder()
              .put("signature", key)
              .put("include", Json.ofStrings(selection.include()))
              .put("exclude", Json.ofStrings(selection.exclude()))
              .put("selected", Json.ofStrings(selected))
              .build());
    }
  }

  private static ExitCode complete(Invocation call, Workspace workspace, SignatureFiles files)
      throws CommandFailure, WorkspaceException, IOException, SigningException {
    Console console = call.console();
    if (call.text(SigCommands.OUTPUT).isPresent()) {
      throw new CommandFailure(
          ExitCode.SIGNATURE_USAGE, "--output is for one signature: name --part or --raw");
    }
    Uncommitted.tell(workspace, console);
    Optional<TrustFiles> trusted = TrustFiles.find(call);
    SigningKey key = SigningKeys.open(call);
    Completion done =
        Completion.run(
            files,
            key,
            trusted
                .map(files0 -> files0.trust(call.session().clock().instant()))
                .orElseGet(Trust.Anybody::new),
            call.isOn(SigCommands.WITH_PAYLOAD),
            console.progress());
    done.replaced()
        .forEach((signature, why) ->
            console.notice(
                Shown.whole(signature) + " was replaced: it did not hold: " + why.detail()));
    done.otherwise()
        .forEach((signature, why) -> SigCommands.sayDevicesRefuse(call, signature, why));
    trusted.ifPresentOrElse(
        some -> some.warnings().forEach(console::notice),
        () ->
            console.notice(
                "no trusted certificates: signatures that were there count whoever made them"));
    print(console, done);
    return end(done);
  }

  private static void print(Console console, Completion done) throws IOException {
    List<String> uncovered = done.report().uncovered();
    int keys = done.report().coverage().size();
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("written", Json.ofStrings(done.written()))
              .put("replaced", Json.ofStrings(List.copyOf(done.replaced().keySet())))
              .put("keys", keys)
              .put("uncovered", Json.ofStrings(uncovered))
              .put("complete", done.report().strict() instanceof Judgement.Accepted)
              .build());
      return;
    }
    for (String written : done.written()) {
      console.dataLine("Signed " + console.name(written));
    }
    console.dataLine(
        "%d of %d keys are covered by signatures".formatted(keys - uncovered.size(), keys));
  }

  private static ExitCode end(Completion done) throws CommandFailure {
    return switch (done.report().strict()) {
      case Judgement.Accepted() -> ExitCode.OK;
      case Judgement.NotCovered(var keys) ->
          throw new CommandFailure(
              ExitCode.NOT_ACCEPTED,
              "%s without a signature that counts, such as %s; pvr sig verify says why"
                  .formatted(Shown.count(keys.size(), "key"), Shown.text(keys.getFirst())));
      case Judgement.Refused(var problems) ->
          throw new CommandFailure(
              ExitCode.NOT_ACCEPTED,
              problems.getFirst()
                  + "; pvr sig update makes such a signature anew, or remove its file if nobody needs it");
    };
  }
}
