package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireLog;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What our hub has when a recorded conversation begins, and what it must have afterwards. */
enum RecordedWorld {
  /** Somebody who may log in. */
  ACCOUNT {
    @Override
    void begin(Scene scene) {}

    @Override
    void end(Scene scene) {
      Set<String> lines = new HashSet<>(scene.talk().log().lines());
      if (lines.contains("POST /devices/")) {
        Reply made = scene.hub().get("/" + scene.nick() + "/newdev/.pvrremote", scene.owner());
        assertThat(made.status()).isEqualTo(200);
      }
    }
  },
  /** Two repositories, whose steps have the recorded state; the newest is 3. */
  REPOSITORIES {
    @Override
    void begin(Scene scene) {
      scene.repository("dev1", "tid1", 3);
      scene.repository("dev2", "tid2", 3);
    }

    @Override
    void end(Scene scene) {
      scene.checkPosted();
    }
  },
  /** One that anybody may see, and a token of nobody in particular. */
  PUBLIC {
    @Override
    void begin(Scene scene) {
      scene.makePublic(scene.repository("dev1", "tid1", 3));
      if (!scene.talk().log().lines().contains("POST /auth/login")) {
        scene.talk().put("tok-anon", scene.hub().anonymous());
      }
    }
  },
  /** One whose next step is the one that was asked for by number. */
  SIX_STEPS {
    @Override
    void begin(Scene scene) {
      scene.repository("dev1", "tid1", 6);
      scene.talk().put("steps/3", "steps/6");
      scene.talk().put("\"rev\":4", "\"rev\":7");
    }

    @Override
    void end(Scene scene) {
      scene.checkPosted();
    }
  },
  /** A device that is done with a step and has another to do. */
  RUNNING {
    @Override
    void begin(Scene scene) {
      DeviceLogin device = scene.repository("dev1", "5ee13a6087dfb60008ab8f5c", 4);
      scene.hub().report(device, 3, "{\"status\":\"DONE\",\"status-msg\":\"Update finished\"}");
    }
  },
  /** A device that is done with its newest step. */
  DONE {
    @Override
    void begin(Scene scene) {
      DeviceLogin device = scene.repository("dev1", "tid1", 3);
      scene.hub().report(device, 3, "{\"status\":\"DONE\",\"progress\":100}");
    }
  },
  /** A public device of somebody else. */
  NEIGHBOUR {
    @Override
    void begin(Scene scene) {
      scene.makePublic(scene.hub().device(scene.owner(), "dev1"));
      scene.talk().put("bob", scene.nick());
      scene.talk().put("tok-user", scene.other());
    }
  },
  /** A session that is over. */
  EXPIRED {
    @Override
    void begin(Scene scene) {
      scene.talk().put("tok-user", scene.over());
    }
  },
  /** A device that shows its challenge. */
  UNCLAIMED {
    @Override
    void begin(Scene scene) {
      Reply device = scene.hub().postOpen("/devices/", JsonObject.EMPTY);
      scene.talk().put("did1", device.string("id"));
      scene.talk().put("challenge=good", "challenge=" + device.string("challenge"));
    }

    @Override
    void end(Scene scene) {
      String id = scene.talk().filled("did1");
      Reply device = scene.hub().get("/devices/" + id, scene.owner());
      boolean claimed = scene.talk().log().lines().getFirst().endsWith("=good");
      assertThat(device.status()).isEqualTo(claimed ? 200 : 403);
      if (claimed) {
        assertThat(device.string("owner"))
            .isEqualTo(scene.hub().get("/auth/", scene.owner()).string("prn"));
      }
    }
  },
  /** A device to which its owner has said something. */
  SAID {
    @Override
    void begin(Scene scene) {
      scene.hub().device(scene.owner(), "dev1");
      JsonObject before = JsonObject.builder().put("del", "x").put("a", 1).build();
      scene.hub().put("/devices/dev1/user-meta", scene.owner(), before);
    }

    @Override
    void end(Scene scene) {
      assertThat(RecordedTalk.string(scene.talk().answer("GET /auth/auth_status"), "type"))
          .isEqualTo("USER");
      assertThat(scene.hub().get("/devices/dev1/user-meta", scene.owner()).text())
          .isEqualTo("{\"a\":1,\"k\":\"v\",\"k2\":\"v=2\"}");
    }
  },
  /** A device that says what it is. */
  SAYS {
    @Override
    void begin(Scene scene) {
      scene.talk().put("tok-device", scene.hub().device(scene.owner(), "dev1").token());
    }

    @Override
    void end(Scene scene) {
      RecordedTalk talk = scene.talk();
      assertThat(RecordedTalk.string(talk.answer("GET /auth/auth_status"), "type"))
          .isEqualTo("DEVICE");
      assertThat(RecordedTalk.string(talk.answer("PATCH /devices/dev1/device-meta"), "status"))
          .isEqualTo("ok");
      assertThat(scene.hub().get("/devices/dev1", scene.owner()).text())
          .contains("\"user-meta\":{},\"device-meta\":{\"k\":\"v\"}");
    }
  },
  /** Somebody who shows a device to all. */
  SHOWN {
    @Override
    void begin(Scene scene) {
      scene.makePublic(scene.hub().device(scene.owner(), "shown"));
    }

    @Override
    void end(Scene scene) {
      assertThat(scene.hub().get("/profiles/?nick=%5Eal", scene.other()).text())
          .contains("{\"nick\":\"" + scene.nick() + "\"");
    }
  },
  /** A device that has said something. */
  LOGGED {
    @Override
    void begin(Scene scene) {
      DeviceLogin device = scene.hub().device(scene.owner(), "dev1");
      scene.talk().put("5ee13a6087dfb60008ab8f5c", device.id());
      scene.talk().put("2026-11-22T19%3A33%3A53Z", "2020-01-01T00%3A00%3A00Z");
      JsonObject line =
          JsonObject.builder()
              .put("rev", "3")
              .put("plat", "plat")
              .put("src", "src")
              .put("msg", "hello world")
              .build();
      assertThat(scene.hub().post("/logs/", device.token(), line).status()).isEqualTo(200);
    }

    @Override
    void end(Scene scene) {
      RecordedTalk talk = scene.talk();
      JsonArray entries =
          (JsonArray) talk.answer(talk.log().lines().getFirst()).get("entries").orElseThrow();
      JsonObject entry = (JsonObject) entries.items().getFirst();
      assertThat(RecordedTalk.string(entry, "id")).matches("[0-9a-f]{24}");
      assertThat(RecordedTalk.string(entry, "msg")).isEqualTo("hello world");
      assertThat(talk.answer("POST /logs/cursor").get("entries")).isEmpty();
    }
  };

  /**
   * A conversation that is to be held.
   *
   * @param nick of its account, whose token is {@code owner}
   * @param other the token of somebody else
   * @param over a token that has run out
   * @param repositories that are there already, by their owner's nick and their own
   */
  record Scene(
      TestHub hub,
      RecordedTalk talk,
      String nick,
      String owner,
      String other,
      String over,
      Map<String, DeviceLogin> repositories) {
    /** What the recording needs whatever the world. */
    void prepare() {
      talk.put("alice", nick);
      talk.put("\"password\":\"secret\"", "\"password\":\"" + TestHub.PASSWORD + "\"");
      talk.put("tok-user", owner);
      RecordedObjects.known(talk.log())
          .forEach((id, name) -> hub.object(owner, RecordedObjects.content(id), name));
    }

    private DeviceLogin repository(String device, String recordedId, int newest) {
      DeviceLogin made =
          repositories.computeIfAbsent(nick + "/" + device, name -> makeRepository(device, newest));
      talk.put(recordedId, made.id());
      return made;
    }

    private DeviceLogin makeRepository(String device, int newest) {
      DeviceLogin made = hub.deviceWithTrail(owner, device);
      JsonObject state = state(WireLog.named("03-clone-token"));
      state
          .members()
          .forEach((path, value) -> {
            if (value instanceof JsonString id && !path.startsWith("#")) {
              hub.object(owner, RecordedObjects.content(id.value()), path);
            }
          });
      for (int rev = 1; rev <= newest; rev++) {
        JsonObject step =
            JsonObject.builder().put("rev", -1).put("commit-msg", "m").put("state", state).build();
        Reply posted = hub.post("/trails/" + made.id() + "/steps", owner, step);
        assertThat(posted.status()).as(posted.text()).isEqualTo(200);
      }
      return made;
    }

    private void makePublic(DeviceLogin device) {
      hub.call(
          "PUT",
          "/devices/" + device.id() + "/public",
          Optional.of(owner),
          Optional.empty(),
          Map.of());
    }

    /** The state that was posted is the newest of the repository that the client was led to. */
    private void checkPosted() {
      for (WireLog.Exchange exchange : talk.log().exchanges()) {
        if (exchange.request().line().equals("POST /trails/tid1/steps")) {
          JsonObject step = talk.answer("POST /trails/tid1/steps");
          String path = "/trails/" + RecordedTalk.string(step, "trail-id") + "/.pvrremote";
          Json newest = hub.get(hub.get(path, owner).string("json-get-url"), owner).anyJson();
          assertThat(Optional.of(newest)).isEqualTo(read(exchange.request().body()).get("state"));
        }
      }
    }
  }

  abstract void begin(Scene scene);

  /** Looks at what the conversation has left. */
  void end(Scene scene) {}

  /** By the word that stands for it in the table. */
  static RecordedWorld named(String word) {
    return valueOf(word.replace(' ', '_').toUpperCase(Locale.ROOT));
  }

  private static JsonObject state(WireLog log) {
    return read(Answer.bytes(log.file(".pvr/json")));
  }

  private static JsonObject read(String body) {
    try {
      return JsonReader.readObject(RecordedTalk.raw(body));
    } catch (JsonException broken) {
      throw new AssertionError(body, broken);
    }
  }
}
