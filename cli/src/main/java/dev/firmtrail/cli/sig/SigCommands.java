package dev.firmtrail.cli.sig;

import dev.firmtrail.cli.frame.CommandGroup;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.trust.TrustFiles;
import dev.firmtrail.state.Shown;
import java.util.List;

/** The commands about signatures, and the flags that they share. */
public final class SigCommands {
  static final Flag CERTS_URL =
      Flag.of("URL", "accepted, without effect: keys are never downloaded", "certs-url")
          .or("PVS_CERTS_URL");
  static final Flag WITH_PAYLOAD =
      Flag.on("put what was signed into the signature; nobody needs it", "with-payload")
          .or("PVS_SIG_WITH_PAYLOAD");
  static final Flag OUTPUT =
      Flag.of("FILE", "write the signature there too; - is standard output", "output")
          .or("PVS_SIG_OUTPUT");

  private SigCommands() {}

  /** The group, whose flags may stand before and after the member's name. */
  public static CommandGroup group() {
    return new CommandGroup(
        List.of("sig"),
        new Manual(
            "Sign states, and see who signed what",
            "COMMAND [flags] [arguments]",
            List.of(
                "A signature is a file of the state, _sigs/NAME.json, that says by patterns which other keys it protects. Devices"
                    + " that insist on signatures run nothing else.",
                "Keys and certificates are those in pvs/ of the configuration directory, unless flags name others. pvr sig"
                    + " keygen makes your own; none is ever downloaded.",
                "--key is a file in PEM or PKCS#12, a key in a token (pkcs11:...), or env:NAME. Its passphrase or PIN is taken"
                    + " from PVR_SIG_PASSPHRASE, or asked for at a terminal."),
            List.of(
                "pvr sig keygen --name 'Thermostat release 2026'",
                "pvr sig add && pvr commit -m signed   # sign all that is committed",
                "pvr sig verify                        # who signed which key, and what is missing")),
        List.of(
            SigningKeys.KEY,
            SigningKeys.X5C,
            TrustFiles.PUBKEY,
            TrustFiles.CACERTS,
            CERTS_URL,
            WITH_PAYLOAD,
            OUTPUT),
        List.of(
            new SigAddCommand(),
            new SigUpdateCommand(),
            new SigLsCommand(),
            new SigVerifyCommand(),
            new SigKeygenCommand(),
            new SigRevokeCommand()));
  }

  /** Says so to whoever waits for a download. */
  static void sayNothingIsDownloaded(Invocation call) {
    if (call.text(CERTS_URL).isPresent()) {
      call.console()
          .notice(
              "--certs-url has no effect: keys are never downloaded; pvr sig keygen makes your own");
    }
  }

  /** Before a fleet says it. */
  static void sayDevicesRefuse(Invocation call, String signature, String why) {
    call.console().notice(Shown.whole(signature) + " holds, but " + why);
  }
}
