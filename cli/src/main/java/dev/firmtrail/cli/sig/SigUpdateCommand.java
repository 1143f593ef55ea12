package dev.firmtrail.cli.sig;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.frame.OutputFile;
import dev.firmtrail.cli.remote.Keyboard;
import dev.firmtrail.cli.trust.TrustFiles;
import dev.firmtrail.signatures.SigningException;
import dev.firmtrail.signatures.SigningKey;
import dev.firmtrail.signatures.Trust;
import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.signing.Renewal;
import dev.firmtrail.workspace.signing.SignatureFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes signatures anew. */
final class SigUpdateCommand implements Command {
  private static final Flag YES = Flag.on("sign without asking", "yes", "y");

  /** Of the keys that belong to somebody else's part, so many are named. */
  private static final int NAMED = 5;

  @Override
  public List<String> names() {
    return List.of("update", "up");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Make signatures of the committed state anew",
        "[NAME | PATH | GLOB]...",
        List.of(
            "Each signature is made anew with the patterns that its file in the work tree says, for the committed state, by your"
                + " key; one that covers another is made after it. Without arguments all in _sigs/ are. A NAME stands for"
                + " _sigs/NAME.json.",
            "The patterns are what somebody wrote into that file, so they are shown before anything is signed. At a terminal you"
                + " are asked first where they reach beyond the part that the signature is named after and nobody whom you trust"
                + " vouches for them: the signature does not hold under --pubkey or --cacerts as it is. --yes asks nothing."),
        List.of("pvr sig update", "pvr sig update app --yes", "pvr sig update '_sigs/app-*.json'"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(YES);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    SigCommands.sayNothingIsDownloaded(call);
    SignatureFiles files = new SignatureFiles(call.workspaceToChange());
    SigningKey key = SigningKeys.open(call);
    Renewal renewal = renewal(call, files);
    if (call.text(SigCommands.OUTPUT).isPresent() && renewal.planned().size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "--output is for one signature: name the one to update");
    }
    List<Json> updated = new ArrayList<>();
    for (Renewal.Planned planned : renewal.planned()) {
      show(call.console(), planned);
      if (!mayBeSigned(call, planned)) {
        throw new CommandFailure(
            ExitCode.NOT_UPDATED, Shown.text(planned.key()) + " was not made anew, as you said");
      }
      sign(call, renewal, planned, key);
      updated.add(
          JsonObject.builder()
              .put("signature", planned.key())
              .put("include", Json.ofStrings(planned.selection().include()))
              .put("exclude", Json.ofStrings(planned.selection().exclude()))
              .put("selected", Json.ofStrings(planned.selected()))
              .build());
    }
    for (String outdated : renewal.outdated()) {
      call.console()
          .notice(
              Shown.whole(outdated)
                  + " covers a signature that was made anew, and holds no more: update it too");
    }
    if (call.console().wantsJson() && !OutputFile.isStandardOutput(call, SigCommands.OUTPUT)) {
      call.console().json(JsonObject.builder().put("updated", new JsonArray(updated)).build());
    }
    return ExitCode.OK;
  }

  private static Renewal renewal(Invocation call, SignatureFiles files)
      throws CommandFailure, IOException {
    Optional<TrustFiles> trusted = TrustFiles.find(call);
    // Where nobody is trusted, nobody vouches for patterns.
    Trust trust =
        trusted
            .map(some -> some.trust(call.session().clock().instant()))
            .orElseGet(() -> new Trust.Keys(List.of()));
    try {
      return Renewal.of(files, call.positionals(), trust);
    } catch (InvalidGlobException refused) {
      throw new CommandFailure(
          ExitCode.PATTERN_REFUSED, "cannot use the pattern: " + refused.getMessage(), refused);
    } catch (WorkspaceException refused) {
      throw new CommandFailure(ExitCode.NOT_UPDATED, String.valueOf(refused.getMessage()), refused);
    }
  }

  private static void show(Console console, Renewal.Planned planned) {
    console.notice(
        Shown.whole(planned.key())
            + " signs "
            + Shown.count(planned.selected().size(), "key")
            + ": "
            + Shown.text(String.join(" ", planned.selection().include()))
            + ", but not "
            + Shown.text(String.join(" ", planned.selection().exclude())));
    if (!planned.beyond().isEmpty()) {
      List<String> some = planned.beyond().subList(0, Math.min(NAMED, planned.beyond().size()));
      console.notice(
          "  beyond the part of that name: "
              + Shown.text(String.join(" ", some))
              + (planned.beyond().size() > NAMED
                  ? " and " + (planned.beyond().size() - NAMED) + " more"
                  : ""));
    }
  }

  private static boolean mayBeSigned(Invocation call, Renewal.Planned planned)
      throws CommandFailure {
    if (call.isOn(YES)
        || planned.holds()
        || planned.beyond().isEmpty()
        || !call.session().terminals().in()) {
      return true;
    }
    String answer =
        new Keyboard(call)
            .ask(
                "Nobody whom you trust vouches for these patterns. Sign all the same? [y/N] ", true)
            .orElse("");
    return Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
  }

  private static void sign(
      Invocation call, Renewal renewal, Renewal.Planned planned, SigningKey key)
      throws CommandFailure, WorkspaceException, IOException {
    try {
      JsonObject document = renewal.sign(planned, key, call.isOn(SigCommands.WITH_PAYLOAD));
      OutputFile.write(call, SigCommands.OUTPUT, JsonWriter.CANONICAL.bytes(document));
    } catch (SigningException refused) {
      throw new CommandFailure(
          ExitCode.NOT_UPDATED, Shown.text(planned.key()) + ": " + refused.getMessage(), refused);
    }
    renewal
        .otherwise(planned)
        .ifPresent(why -> SigCommands.sayDevicesRefuse(call, planned.key(), why));
    call.console().notice("Updating pvs signature @ " + planned.key() + " [DONE]");
  }
}
