package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.Hub;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pvr device set} and {@code get} against a real hub. */
class DeviceMetaCommandTest {
  private static String shown(Place place, Path directory, String member) throws IOException {
    JsonObject device = Place.json(place.pvr(directory, "device", "get", "box"));
    return JsonWriter.CANONICAL.text(device.object(member).orElseThrow());
  }

  @Test
  void aPersonSetsWhatTheDeviceIsToldAndTheDeviceWhatItSays(@TempDir Path base) throws IOException {
    try (Hub hub = Place.hub(base.resolve("hub"));
        Place ada = new Place(base.resolve("ada"));
        Place box = new Place(base.resolve("box"))) {
      ada.person("ada", hub.url());
      Path ws = ada.workspace("ws", Map.of("a.json", "{\"n\": 1}"));
      JsonObject made = Place.json(ada.pvr(ws, "device", "create", "box", "--json"));

      assertThat(ada.ok(ws, "device", "set", "box", "k=<v>=1", "empty=", "gone=x").out())
          .isEqualTo(
              "{\n    \"empty\": \"\",\n    \"gone\": \"x\",\n    \"k\": \"\\u003cv\\u003e=1\"\n}\nuser-meta field Updated Successfully\n");
      ada.ok(ws, "device", "set", Place.text(made, "id"), "gone", "never");
      assertThat(shown(ada, ws, "user-meta")).isEqualTo("{\"empty\":\"\",\"k\":\"<v>=1\"}");

      Place.good(
          box.typing(
              Place.text(made, "prn") + "\n" + Place.text(made, "secret") + "\n",
              box.base,
              "login",
              hub.url().toString()));
      box.set("PVR_BASEURL", hub.url().toString());
      assertThat(box.ok(box.base, "device", "set", "box", "mode=night", "never").out())
          .isEqualTo("{\n    \"status\": \"ok\"\n}\ndevice-meta field Updated Successfully\n");
      assertThat(shown(ada, ws, "device-meta")).isEqualTo("{\"mode\":\"night\"}");
      assertThat(shown(box, box.base, "user-meta")).isEqualTo("{\"empty\":\"\",\"k\":\"<v>=1\"}");
      assertThat(ada.ok(ws, "device", "events", "box", "--json").out())
          .contains(
              "{\"gone\":[\"gone\"],\"set\":{}}", "{\"gone\":[],\"set\":{\"mode\":\"night\"}}");
    }
  }
}
