package dev.firmtrail.signatures.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.firmtrail.state.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the rehearsal says is what the device's verifier was recorded to say. */
class DeviceRehearsalTest {
  private static final Map<DeviceMode, String> COLUMNS =
      Map.of(
          DeviceMode.LENIENT, "c_lenient",
          DeviceMode.AUDIT, "c_audit",
          DeviceMode.STRICT, "c_strict");

  @TestFactory
  Stream<DynamicTest> saysWhatTheDeviceSaid() {
    Map<String, Optional<String>> oems =
        DeviceVectors.objects("cases.json").stream()
            .collect(Collectors.toMap(DeviceRehearsalTest::name, row -> row.string("oem")));
    return DeviceVectors.objects("RESULTS.json").stream()
        .map(recorded ->
            dynamicTest(
                name(recorded),
                () -> rehearse(recorded, oems.getOrDefault(name(recorded), Optional.empty()))));
  }

  @Test
  void noCaseIsLeftOut() {
    assertThat(DeviceVectors.objects("RESULTS.json")).hasSize(83);
  }

  private static void rehearse(JsonObject recorded, Optional<String> oem) {
    DeviceRehearsal device = new DeviceRehearsal(DeviceVectors.device(oem));
    byte[] state = DeviceVectors.bytes(name(recorded) + "/state.json");
    COLUMNS.forEach((mode, column) -> {
      DeviceVerdict verdict = device.judge(state, mode);
      assertThat(word(verdict))
          .as("%s: %s", mode, verdict)
          .isEqualTo(recorded.string(column).orElseThrow());
    });
    assertThat(device.judge(state, DeviceMode.DISABLED))
        .isEqualTo(new DeviceVerdict.Accepted(List.of()));
  }

  private static String name(JsonObject row) {
    return row.string("name").orElseThrow();
  }

  private static String word(DeviceVerdict verdict) {
    return switch (verdict) {
      case DeviceVerdict.Accepted _ -> "ok";
      case DeviceVerdict.BadSignature _ -> "bad-sig";
      case DeviceVerdict.Uncovered _ -> "uncovered";
      case DeviceVerdict.Crash _ -> "CRASH";
      case DeviceVerdict.BadState _ -> "bad-state";
      case DeviceVerdict.Unknown _ -> "unknown";
    };
  }
}
