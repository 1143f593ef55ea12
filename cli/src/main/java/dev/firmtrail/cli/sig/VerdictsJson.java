package dev.firmtrail.cli.sig;

import dev.firmtrail.signatures.Judgement;
import dev.firmtrail.signatures.KeyCoverage;
import dev.firmtrail.signatures.SignatureVerdict;
import dev.firmtrail.signatures.Signer;
import dev.firmtrail.signatures.device.DeviceVerdict;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** {@link Verdicts} for a script; words and the order of members stay as they are. */
final class VerdictsJson {
  private static final String VERDICT = "verdict";

  private VerdictsJson() {}

  static JsonObject of(Verdicts all) {
    JsonObject.Builder document = JsonObject.builder().put("state", all.state().label());
    all.state().id().ifPresent(id -> document.put("id", id));
    return document
        .put("trust", all.trust().toString())
        .put("at", all.at().toString())
        .put("measure", all.lenient() ? "lenient" : "strict")
        .put("accepted", all.asked() instanceof Judgement.Accepted)
        .put(
            "verdicts",
            JsonObject.builder()
                .put("strict", judgement(all.report().strict()))
                .put("lenient", judgement(all.report().lenient()))
                .put("deviceStrict", device(all.deviceStrict()))
                .put("deviceLenient", device(all.deviceLenient()))
                .build())
        .put("keys", keys(all))
        .put("signatures", signatures(all))
        .put("hazards", Json.ofStrings(all.report().hazards()))
        .put("notes", Json.ofStrings(all.notes()))
        .build();
  }

  private static JsonObject judgement(Judgement judgement) {
    return switch (judgement) {
      case Judgement.Accepted() -> JsonObject.builder().put(VERDICT, "accepted").build();
      case Judgement.NotCovered(List<String> keys) ->
          JsonObject.builder()
              .put(VERDICT, "not-covered")
              .put("keys", Json.ofStrings(keys))
              .build();
      case Judgement.Refused(List<String> problems) ->
          JsonObject.builder()
              .put(VERDICT, "refused")
              .put("problems", Json.ofStrings(problems))
              .build();
    };
  }

  private static JsonObject device(DeviceVerdict verdict) {
    return switch (verdict) {
      case DeviceVerdict.Accepted _ -> JsonObject.builder().put(VERDICT, "accepted").build();
      case DeviceVerdict.Uncovered(List<String> keys) ->
          JsonObject.builder()
              .put(VERDICT, "not-covered")
              .put("keys", Json.ofStrings(keys))
              .build();
      case DeviceVerdict.BadSignature(List<DeviceVerdict.Fault> faults) ->
          faults("bad-signature", faults);
      case DeviceVerdict.Crash(List<DeviceVerdict.Fault> faults) -> faults("crash", faults);
      case DeviceVerdict.BadState(String why) ->
          JsonObject.builder().put(VERDICT, "bad-state").put("why", why).build();
      case DeviceVerdict.Unknown(String why) ->
          JsonObject.builder().put(VERDICT, "unknown").put("why", why).build();
    };
  }

  private static JsonObject faults(String word, List<DeviceVerdict.Fault> faults) {
    List<Json> array = new ArrayList<>();
    for (DeviceVerdict.Fault fault : faults) {
      array.add(JsonObject.builder().put("key", fault.key()).put("why", fault.why()).build());
    }
    return JsonObject.builder().put(VERDICT, word).put("faults", new JsonArray(array)).build();
  }

  private static JsonArray keys(Verdicts all) {
    List<Json> keys = new ArrayList<>();
    all.report()
        .coverage()
        .forEach((key, coverage) -> {
          JsonObject.Builder one = JsonObject.builder().put("key", key);
          switch (coverage) {
            case KeyCoverage.Signed(List<String> by) ->
                one.put("coverage", "signed").put("signatures", Json.ofStrings(by));
            case KeyCoverage.Exempt(KeyCoverage.Rule rule) ->
                one.put("coverage", "exempt").put("why", rule.word());
            case KeyCoverage.Uncovered(KeyCoverage.Why why) ->
                one.put("coverage", "none").put("why", why.word());
          }
          keys.add(one.build());
        });
    return new JsonArray(keys);
  }

  private static JsonArray signatures(Verdicts all) {
    List<Json> signatures = new ArrayList<>();
    all.report()
        .signatures()
        .forEach((key, verdict) -> {
          JsonObject.Builder one = JsonObject.builder().put("signature", key);
          switch (verdict) {
            case SignatureVerdict.Holds holds ->
                signer(one.put(VERDICT, "holds"), holds.signer())
                    .put("include", Json.ofStrings(holds.selection().include()))
                    .put("exclude", Json.ofStrings(holds.selection().exclude()))
                    .put("selected", holds.selected().size())
                    .put("excluded", holds.excluded().size());
            case SignatureVerdict.Fails(var reason, String detail) ->
                one.put(VERDICT, "fails").put("reason", reason.word()).put("detail", detail);
          }
          signatures.add(one.build());
        });
    return new JsonArray(signatures);
  }

  private static JsonObject.Builder signer(JsonObject.Builder one, Signer signer) {
    signer.leaf().ifPresent(leaf -> one.put("subject", leaf.getSubjectX500Principal().getName()));
    return one.put("key", signer.keyFingerprint())
        .put("algorithm", signer.algorithm().name())
        .put("vouchedBy", signer.vouchedBy().word());
  }
}
