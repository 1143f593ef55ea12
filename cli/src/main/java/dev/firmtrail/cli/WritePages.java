package dev.firmtrail.cli;

import dev.firmtrail.cli.frame.CommandPath;
import dev.firmtrail.cli.frame.Program;
import dev.firmtrail.cli.pages.CompletionScript;
import dev.firmtrail.cli.pages.ManPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes manual pages and completion scripts as they lie below {@code share}. Run by the build and
 * by {@code ./install}, never by {@code pvr}.
 */
public final class WritePages {
  private WritePages() {}

  /** Takes the directory and the name under which the program is installed. */
  public static void main(String[] arguments) throws IOException {
    Path share = Path.of(arguments[0]);
    String program = arguments[1];
    String version = Program.version();
    Path man = Files.createDirectories(share.resolve("man/man1"));
    List<CommandPath> commands = Commands.paths();
    Files.writeString(man.resolve(program + ".1"), ManPage.ofProgram(commands, program, version));
    for (CommandPath path : commands) {
      Files.writeString(
          man.resolve(ManPage.fileName(program, path)), ManPage.of(path, program, version));
    }
    script(share.resolve("bash-completion/completions").resolve(program), "bash", program);
    script(share.resolve("zsh/site-functions").resolve("_" + program), "zsh", program);
    script(share.resolve("fish/vendor_completions.d").resolve(program + ".fish"), "fish", program);
  }

  private static void script(Path file, String shell, String program) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, CompletionScript.of(shell, program).orElseThrow());
  }
}
