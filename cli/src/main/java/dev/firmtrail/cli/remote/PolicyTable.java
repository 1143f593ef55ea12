package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Table;
import dev.firmtrail.hubclient.SignaturePolicy;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Signature policies for a person, one line each. */
final class PolicyTable {
  private static final String BEGIN = "-----BEGIN ";
  private static final int DIGITS = 8;

  private PolicyTable() {}

  /**
   * @param whose those policies are that do not say it themselves
   */
  static String text(List<SignaturePolicy> policies, String whose) {
    Table table =
        new Table(List.of("NO", "MODE", "OF", "ROOTS", "OEM", "REVOKED", "TIME", "SET BY"));
    for (SignaturePolicy policy : policies) {
      JsonObject document = policy.document();
      Optional<JsonObject> oem = document.object("oem");
      String maker = Shown.text(oem.flatMap(each -> each.string("name")).orElse(""));
      table.row(
          policy.number().map(String::valueOf).orElse("-"),
          Shown.text(policy.mode()),
          Shown.text(policy.from().orElse(whose)),
          file(document.string("roots")),
          oem.isEmpty() ? "-" : maker + " " + file(oem.flatMap(each -> each.string("roots"))),
          file(document.string("revoked")),
          policy.created().isEmpty() ? "-" : StepTime.shown(policy.created()),
          policy.who().isEmpty() ? "-" : Shown.text(policy.who()));
    }
    return table.text();
  }

  /** How many blocks, and enough of the hash to see that it is another text. */
  private static String file(Optional<String> pem) {
    return pem.map(text ->
            (text.split(BEGIN, -1).length - 1)
                + " ("
                + Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS)
                + ")")
        .orElse("-");
  }
}
