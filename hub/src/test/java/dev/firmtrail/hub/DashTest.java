package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an owner has, on one page. */
class DashTest {
  @Test
  void countsWhatIsOnesOwnAndShowsTheFiveThatMovedLast(@TempDir Path data) throws IOException {
    try (TestHub hub = TestHub.start(data.resolve("hub"))) {
      String alice = hub.account("alice");
      String bob = hub.account("bob");
      List<DeviceLogin> devices = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        devices.add(hub.deviceWithTrail(alice, "device" + i));
      }
      hub.object(alice, "x".repeat(6 << 20), "a");
      hub.post("/objects/", alice, TestHub.announcement("x".repeat(64 << 20), "never came"));
      hub.report(devices.getFirst(), 0, "{\"status\":\"DONE\",\"status-msg\":\"up again\"}");
      hub.delete("/devices/" + devices.get(6).id(), alice);

      JsonObject dash = hub.get("/dash/", alice).json();
      assertThat(dash.string("nick")).contains("alice");
      assertThat(hub.get("/dash/", alice).text())
          .contains(
              "\"OBJECTS\":{\"Name\":\"OBJECTS\",\"Actual\":0.01,\"Max\":1024.00,\"Unit\":\"GiB\"}")
          .contains(
              "\"DEVICES\":{\"Name\":\"DEVICES\",\"Actual\":7,\"Max\":1000000,\"Unit\":\"Piece\"}");
      List<JsonObject> top =
          ((JsonArray) dash.get("top-devices").orElseThrow())
              .items().stream().map(JsonObject.class::cast).toList();
      assertThat(top)
          .extracting(device -> device.string("nick").orElseThrow())
          .containsExactly("device0", "device5", "device4", "device3", "device2");
      assertThat(top.getFirst().string("message")).contains("up again");
      assertThat(top.getFirst().string("status")).contains("DONE");

      assertThat(hub.get("/dash/", bob).text()).contains("\"top-devices\":[]");
      assertThat(hub.get("/dash/", devices.getFirst().token()).text())
          .contains("\"top-devices\":[]");
    }
  }
}
