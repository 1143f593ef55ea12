package dev.firmtrail.pins.layers;

import dev.firmtrail.pins.Certainty;
import dev.firmtrail.pins.Family;
import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.shell.ShellCommand;
import dev.firmtrail.pins.shell.ShellScript;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.pins.yaml.YamlNode;
import dev.firmtrail.state.Shown;
import java.util.List;
import java.util.regex.Pattern;

/** Judges setup files, manifests and submodules. */
public final class LayerFamily implements Family {
  static final Rule FLOATING =
      new Rule(
          "SRC001",
          Level.ERROR,
          Certainty.CERTAIN,
          "A file that sets up the layers names a branch",
          """
          Who sets up the build tomorrow gets other layers from the same file. The recipes in them decide everything else.
          """,
          """
          Write the commit's 40 digits as the revision. For submodules leave `--remote` out: the commit that is recorded is then
          taken.
          """);

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final String FIXED = "sources-fixed-revisions.json";

  @Override
  public List<Rule> rules() {
    return List.of(FLOATING);
  }

  @Override
  public void check(SourceTree tree, Findings findings) {
    for (SourceFile file : tree.files()) {
      String name = file.name();
      if (name.equals("setup-layers.json") || name.endsWith(".conf.json")) {
        if (tree.beside(file, FIXED).isEmpty()) {
          setup(file, findings);
        }
      } else if (name.endsWith(".xml")) {
        Manifests.check(file, findings);
      } else if (name.endsWith(".sh")) {
        submodules(file, findings);
      }
    }
  }

  private static void setup(SourceFile file, Findings findings) {
    List<YamlNode.Member> sources =
        file.yaml()
            .map()
            .flatMap(map -> map.map("sources"))
            .map(YamlNode.Members::members)
            .orElse(List.of());
    for (YamlNode.Member source : sources) {
      if (source.value() instanceof YamlNode.Members map) {
        map.map("git-remote")
            .flatMap(remote -> remote.text("rev"))
            .filter(rev -> !HASH.matcher(rev.value()).matches())
            .ifPresent(rev ->
                report(file, rev.place(), source.key().value(), "is at " + rev.value(), findings));
      }
    }
  }

  private static void submodules(SourceFile file, Findings findings) {
    String text = file.text().orElse("");
    if (!text.contains("submodule")) {
      return;
    }
    for (ShellCommand command : ShellScript.commands(text, 1)) {
      List<String> words = command.arguments().stream().map(ShellCommand.Word::text).toList();
      if (command.program().filter("git"::equals).isPresent()
          && words.contains("submodule")
          && words.contains("update")
          && words.contains("--remote")) {
        findings.add(
            FLOATING,
            file,
            Place.line(command.line()),
            "submodule update --remote",
            "git takes the newest commit of each submodule's branch");
      }
    }
  }

  static void report(SourceFile file, Place place, String source, String what, Findings findings) {
    findings.add(
        FLOATING,
        file,
        place,
        source,
        "source \"%s\" %s, which is no commit".formatted(Shown.text(source), Shown.text(what)));
  }
}
