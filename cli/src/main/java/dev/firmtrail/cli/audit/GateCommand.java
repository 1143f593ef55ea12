package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.gate.Gate;
import dev.firmtrail.audit.gate.GateReport;
import dev.firmtrail.audit.gate.JUnitReport;
import dev.firmtrail.audit.gate.Policy;
import dev.firmtrail.audit.gate.SarifReport;
import dev.firmtrail.audit.gate.Signers;
import dev.firmtrail.cli.changes.Side;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.frame.OutputFile;
import dev.firmtrail.cli.frame.Program;
import dev.firmtrail.cli.trust.TrustFiles;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says whether what was built is what is about to be promoted. */
public final class GateCommand implements Command {
  private static final Flag AGAINST =
      Flag.of("STATE", "what is about to be promoted", "against", "a");
  private static final Flag PART = Flag.each("NAME", "look at this part only", "part");
  static final Flag MAP =
      Flag.of("FILE", "says which file is which path (default: BUILD/gate.yaml)", "map");
  static final Flag POLICY =
      Flag.of("FILE", "its policies count, not those of gate.yaml", "policy");
  private static final Flag JUNIT = Flag.of("FILE", "write JUnit XML there", "junit");
  private static final Flag SARIF = Flag.of("FILE", "write SARIF 2.1.0 there", "sarif");

  @Override
  public List<String> names() {
    return List.of("gate");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Fail when what was built is not what is about to be promoted",
        "BUILD",
        List.of(
            "BUILD is a directory of a build with a gate.yaml, which says which file becomes which path of the state; or a"
                + " workspace, of which the committed state is judged; or an export; or a file with a state's JSON. STATE"
                + " is such a file, or any other state: @ or @committed, @REV, a URL, USER/DEVICE[/steps/REV], a repository"
                + " or an export.",
            "Every difference is named with both hashes: expected is what STATE has, found is what the build has. gate.yaml may"
                + " also hold policies: who must have signed, that sources are named by digest, that no file holds a secret,"
                + " which parts must be there. docs/formats/gate.md describes it.",
            "Ends with 0 when all is the same, with 1 when it is not, and with 3 when that cannot be told. --junit and --sarif"
                + " write a report for the pipeline, whatever the verdict is; of '-' it is standard output. What --json"
                + " prints is taken by 'pvr promote --gate'."),
        List.of(
            "pvr gate tmp/deploy/images/board --against ada/stage",
            "pvr gate . --against ada/stage/steps/7 --part bsp --part app",
            "pvr gate deploy -a release.json --junit gate.xml --sarif gate.sarif",
            "pvr gate . -a ada/stage --policy release-policy.yaml --json"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(AGAINST, PART, MAP, POLICY, JUNIT, SARIF);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.CANNOT_TELL;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    GateReport report = judge(call);
    write(call, report);
    return Findings.end(report.verdict(), report.findings(), call.console());
  }

  private static GateReport judge(Invocation call)
      throws CommandFailure, WorkspaceException, IOException {
    if (call.positionals().size() != 1 || call.text(AGAINST).isEmpty()) {
      throw new CommandFailure(
          ExitCode.CANNOT_TELL,
          "pvr gate takes one BUILD and a STATE behind --against; see pvr help gate");
    }
    refuseTwoOnStandardOutput(call);
    Path directory = call.session().directory();
    GatePolicies policies = GatePolicies.of(call);
    Side against = NamedState.of(call, call.text(AGAINST).get());
    try (NamedBuild build = NamedBuild.of(call, policies.map(), against.state())) {
      build.notices().forEach(call.console()::notice);
      Policy policy = policies.policy();
      Optional<Signers> signers =
          policy.signedBy().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  Signers.of(
                      policy.signedBy(),
                      policies.directory().orElse(directory),
                      TrustFiles.find(call).flatMap(TrustFiles::store)));
      return Gate.judge(
          build.build(),
          against.state(),
          new Gate.Question(
              call.positionals().getFirst(),
              against.label(),
              Set.copyOf(call.texts(PART)),
              policy,
              policies.policyId(),
              signers,
              "firmtrail-pvr " + Program.version()),
          call.session().clock().instant(),
          call.console().progress());
    }
  }

  private static void refuseTwoOnStandardOutput(Invocation call) throws CommandFailure {
    int writers = call.console().wantsJson() ? 1 : 0;
    for (Flag flag : List.of(JUNIT, SARIF)) {
      writers += OutputFile.isStandardOutput(call, flag) ? 1 : 0;
    }
    if (writers > 1) {
      throw new CommandFailure(
          ExitCode.CANNOT_TELL,
          "--json, --junit - and --sarif - each want standard output for themselves; name a file");
    }
  }

  private static void write(Invocation call, GateReport report) throws CommandFailure, IOException {
    if (call.text(JUNIT).isPresent()) {
      OutputFile.write(call, JUNIT, JUnitReport.of(report));
    }
    if (call.text(SARIF).isPresent()) {
      OutputFile.write(call, SARIF, SarifReport.of(report));
    }
    Console console = call.console();
    if (console.wantsJson()) {
      console.json(GateText.json(report));
    } else if (!OutputFile.isStandardOutput(call, JUNIT)
        && !OutputFile.isStandardOutput(call, SARIF)) {
      GateText.print(report, console);
    }
  }
}
