package dev.firmtrail.cli.trust;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.SignatureCare;
import dev.firmtrail.signatures.Judgement;
import dev.firmtrail.signatures.StateReport;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.signing.Gaps;

/** What commands that make or send a state say of its signatures, as far as they are told to. */
public final class SignatureNotice {
  private SignatureNotice() {}

  /** One line on standard error when the state is not signed in full, unless nobody wants that. */
  public static void tell(Invocation call, State state) throws CommandFailure {
    if (SignatureCare.of(call.arguments()) != SignatureCare.IGNORE) {
      Gaps.in(state.json()).ifPresent(call.console()::notice);
    }
  }

  /**
   * Before a state is sent: refuses one that is not signed in full by somebody who is trusted,
   * where that is required, and else is {@link #tell}.
   *
   * @param required whether this run requires it, whatever the settings say
   * @throws CommandFailure it is refused, or nothing says who is trusted
   */
  public static void check(Invocation call, State state, boolean required) throws CommandFailure {
    if (!required && SignatureCare.of(call.arguments()) != SignatureCare.REQUIRE) {
      tell(call, state);
      return;
    }
    TrustFiles trusted = TrustFiles.of(call);
    trusted.warnings().forEach(call.console()::notice);
    StateReport report =
        new Verifier(trusted.trust(call.session().clock().instant())).verify(state.json());
    switch (report.strict()) {
      case Judgement.Accepted() -> {}
      case Judgement.NotCovered(var keys) ->
          throw refused(
              "nobody who is trusted signed "
                  + Shown.count(keys.size(), "key")
                  + ", such as "
                  + Shown.text(keys.getFirst())
                  + "; pvr sig add signs what is missing");
      case Judgement.Refused(var problems) ->
          throw refused(problems.getFirst() + "; pvr sig verify says more");
    }
  }

  private static CommandFailure refused(String why) {
    return new CommandFailure(
        ExitCode.NOT_ACCEPTED, "nothing was sent: signatures are required, and " + why);
  }
}
