package dev.firmtrail.cli.sig;

import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.remote.Keyboard;
import dev.firmtrail.signatures.keys.PassphraseSource;
import java.util.Optional;

/** The passphrase or PIN that the environment has, else what the person at the terminal types. */
final class Passphrases implements PassphraseSource {
  private static final String VARIABLE = "PVR_SIG_PASSPHRASE";

  private final Invocation call;

  Passphrases(Invocation call) {
    this.call = call;
  }

  /** What the environment has, which new keys are put under, too. */
  static Optional<char[]> given(Invocation call) {
    String given = call.session().variable(VARIABLE);
    return given.isEmpty() ? Optional.empty() : Optional.of(given.toCharArray());
  }

  @Override
  public Optional<char[]> ask(String what) {
    Optional<char[]> given = given(call);
    if (given.isPresent() || !call.session().terminals().in()) {
      return given;
    }
    return new Keyboard(call)
        .ask(Character.toUpperCase(what.charAt(0)) + what.substring(1) + ": ", false)
        .map(String::toCharArray);
  }
}
