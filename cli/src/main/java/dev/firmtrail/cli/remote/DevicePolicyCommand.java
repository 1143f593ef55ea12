package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.SignaturePolicies;
import dev.firmtrail.hubclient.SignaturePolicy;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Shows and sets what the hub wants of the signatures of a device's states. */
final class DevicePolicyCommand implements Command {
  private static final Flag ACCOUNT =
      Flag.on("of all devices of the account that have no policy of their own", "account");
  private static final Flag CACERTS =
      Flag.of("FILE", "the authorities whose signers count (PEM)", "cacerts", "c");
  private static final Flag OEM =
      Flag.of("NAME=FILE", "a maker with authorities of its own (PEM)", "oem");
  private static final Flag REVOKED =
      Flag.of("FILE", "revocation lists of the authorities (PEM)", "revoked");
  private static final Flag HISTORY = Flag.on("every policy that was ever set", "history");
  private static final List<String> MODES = List.of("accept", "warn", "strict", "inherit");

  @Override
  public List<String> names() {
    return List.of("policy");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Show or set which signatures the hub wants of what is posted to a device",
        "[DEVICE | --account] [accept | warn | strict | inherit]",
        List.of(
            "accept looks at no signature. warn stores a step whose signatures do not answer for all of it, and says so to whoever"
                + " posted it. strict refuses it. inherit follows the account, which begins with accept. warn and strict need"
                + " --cacerts; whoever can post but cannot sign under it can then make the device run nothing.",
            "Each policy that is set is an event with its number, author and time; none is ever removed. A certificate file is"
                + " shown as how many there are in it, and the first digits of its SHA-256."),
        List.of(
            "pvr device policy thermostat",
            "pvr device policy thermostat strict --cacerts ca.pem",
            "pvr device policy --account warn --cacerts ca.pem",
            "pvr device policy thermostat --history"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(ACCOUNT, CACERTS, OEM, REVOKED, HISTORY);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.DEVICE_FAILED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    Optional<String> device = device(call);
    Optional<JsonObject> wish = wish(call, device.isPresent() ? 1 : 0);
    String whose = device.isPresent() ? "device" : "account";
    try (HubClient hub = Connection.open(call)) {
      SignaturePolicies policies = hub.signaturePolicies();
      if (call.isOn(HISTORY)) {
        showAll(policies.history(device), whose, call.console());
        return ExitCode.OK;
      }
      SignaturePolicy policy =
          wish.isPresent() ? policies.set(device, wish.get()) : policies.get(device);
      if (call.console().wantsJson()) {
        call.console().json(policy.document());
      } else {
        call.console().data(PolicyTable.text(List.of(policy), whose));
      }
      return ExitCode.OK;
    }
  }

  private static void showAll(List<SignaturePolicy> history, String whose, Console console)
      throws IOException {
    if (console.wantsJson()) {
      List<Json> events = history.stream().map(each -> (Json) each.document()).toList();
      console.json(JsonObject.builder().put("events", new JsonArray(events)).build());
      return;
    }
    console.page();
    console.data(PolicyTable.text(history, whose));
  }

  private static Optional<String> device(Invocation call) throws CommandFailure {
    if (call.isOn(ACCOUNT)) {
      return Optional.empty();
    }
    return Optional.of(
        call.positionals().stream()
            .findFirst()
            .orElseThrow(
                () -> usage("pvr device policy takes a device, its id or nick, or --account")));
  }

  /** The policy that is to be set; empty when one is to be shown. */
  private static Optional<JsonObject> wish(Invocation call, int before) throws CommandFailure {
    List<String> words = call.positionals();
    boolean hasFiles =
        call.text(CACERTS).isPresent()
            || call.text(OEM).isPresent()
            || call.text(REVOKED).isPresent();
    if (words.size() > before + 1) {
      throw usage("pvr device policy takes one device, or --account, and one mode");
    }
    if (words.size() <= before) {
      if (hasFiles) {
        throw usage("certificates were given, but no mode to use them in: warn or strict");
      }
      return Optional.empty();
    }
    String mode = words.get(before);
    if (!MODES.contains(mode)) {
      throw usage(
          "no such mode: " + Shown.text(mode) + "; it is one of " + String.join(", ", MODES));
    }
    if (call.isOn(HISTORY)) {
      throw usage("--history only shows; leave out the mode");
    }
    boolean needsFiles = mode.equals("warn") || mode.equals("strict");
    if (needsFiles != call.text(CACERTS).isPresent() || (hasFiles && !needsFiles)) {
      throw usage(
          needsFiles
              ? "the mode " + mode + " needs --cacerts FILE: the authorities whose signers count"
              : "the mode " + mode + " looks at no certificates; leave them out");
    }
    return Optional.of(document(call, mode));
  }

  private static JsonObject document(Invocation call, String mode) throws CommandFailure {
    JsonObject.Builder policy = JsonObject.builder().put("mode", mode);
    Optional<String> roots = call.text(CACERTS);
    if (roots.isPresent()) {
      policy.put("roots", content(call, roots.get()));
    }
    Optional<String> oem = call.text(OEM);
    if (oem.isPresent()) {
      int equals = oem.get().indexOf('=');
      if (equals <= 0) {
        throw usage(
            "--oem: NAME=FILE is expected, with the common name of the maker's certificate");
      }
      policy.put(
          "oem",
          JsonObject.builder()
              .put("name", oem.get().substring(0, equals))
              .put("roots", content(call, oem.get().substring(equals + 1)))
              .build());
    }
    Optional<String> revoked = call.text(REVOKED);
    if (revoked.isPresent()) {
      policy.put("revoked", content(call, revoked.get()));
    }
    return policy.build();
  }

  private static String content(Invocation call, String file) throws CommandFailure {
    try {
      return new String(
          PlainFile.read(call.session().directory().resolve(file)), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw CommandFailure.of(ExitCode.HUB_USAGE, unreadable);
    }
  }

  private static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.HUB_USAGE, message);
  }
}
