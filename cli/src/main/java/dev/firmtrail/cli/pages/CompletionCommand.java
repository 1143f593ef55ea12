package dev.firmtrail.cli.pages;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.frame.Suggestion;
import java.io.IOException;
import java.util.List;

/** Prints what a shell needs to complete command lines. */
public final class CompletionCommand implements Command {
  private static final Flag NAME =
      Flag.of("NAME", "what the program is called (default pvr)", "name");

  @Override
  public List<String> names() {
    return List.of("completion", "com");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Print a script that completes command lines in a shell",
        "[bash|zsh|fish]",
        List.of(
            "The script asks the program itself for what can come next: commands, flags, settings, and, after a login, users and"
                + " devices of the hub. ./install puts it where the shells look; otherwise load it in the shell's start file."),
        List.of(
            "source <(pvr completion)        # in ~/.bashrc",
            "source <(pvr completion zsh)    # in ~/.zshrc, after compinit",
            "pvr completion fish | source    # in ~/.config/fish/config.fish"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(NAME);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    List<String> words = call.positionals();
    String shell = words.isEmpty() ? "bash" : words.getFirst();
    String program = call.text(NAME).orElse("pvr");
    if (!program.matches("[A-Za-z0-9._+-]+")) {
      throw new CommandFailure(
          ExitCode.USAGE, "--name is the name of a program, not '" + program + "'");
    }
    String script =
        CompletionScript.of(shell, program)
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.USAGE,
                    "there is completion for bash, zsh and fish, not for '" + shell + "'",
                    Suggestion.among(CompletionScript.SHELLS, "", shell)));
    call.console().data(script);
    return ExitCode.OK;
  }
}
