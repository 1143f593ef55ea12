package dev.firmtrail.audit.storage;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A storage as a device makes it: objects, hard links to them, inline JSON, boot names. */
final class DeviceStorage {
  final Path root;

  DeviceStorage(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("objects"));
    Files.createDirectories(root.resolve("trails/locals"));
    Files.createDirectories(root.resolve("logs/0"));
    write(".pvmounted", "");
    write("boot/uboot.txt", "pv_rev=0");
  }

  /** An object, as it came from a hub. */
  ObjectId object(byte[] content) throws IOException {
    ObjectId id = ObjectId.of(content);
    Files.write(root.resolve("objects/" + id), content);
    return id;
  }

  Path write(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  /** Installs a state and runs it. */
  State install(int revision, Map<String, Object> files) throws Exception {
    Map<StatePath, StateEntry> entries = new TreeMap<>();
    for (Map.Entry<String, Object> file : files.entrySet()) {
      entries.put(
          new StatePath(file.getKey()),
          file.getValue() instanceof byte[] content
              ? new StateEntry.ObjectRef(object(content))
              : new StateEntry.Inline((Json) file.getValue()));
    }
    State state = State.of(State.DEFAULT_SPEC, entries);
    String trail = "trails/" + revision + "/";
    // As a hub may have written it: another text of the same state.
    write(trail + ".pvr/json", JsonWriter.pretty(" ").text(state.json()));
    write(trail + ".pvr/config", "{\"ObjectsDir\": \"/storage/objects\"}");
    write(trail + ".pv/progress", "{\"status\":\"DONE\"}");
    write(trail + ".pv/done", "");
    for (Map.Entry<StatePath, StateEntry> entry : state.entries().entrySet()) {
      String key = entry.getKey().text();
      if (key.startsWith("_sigs/") || key.endsWith("src.json")) {
        continue;
      }
      Path file = root.resolve(trail + key);
      Files.createDirectories(file.getParent());
      switch (entry.getValue()) {
        case StateEntry.ObjectRef(ObjectId id) when key.endsWith(".bind") ->
            Files.copy(root.resolve("objects/" + id), file);
        case StateEntry.ObjectRef(ObjectId id) ->
            Files.createLink(file, root.resolve("objects/" + id));
        case StateEntry.Inline(var json) ->
            Files.writeString(file, JsonWriter.pretty("  ").text(json));
      }
    }
    link(trail, "pv-kernel.img", "bsp/kernel.img");
    link(trail, "pv-initrd.img", "bsp/pantavisor");
    Files.deleteIfExists(root.resolve("trails/current"));
    Files.createSymbolicLink(root.resolve("trails/current"), Path.of(Integer.toString(revision)));
    return state;
  }

  private void link(String trail, String name, String file) throws IOException {
    if (Files.exists(root.resolve(trail + file))) {
      Files.createLink(root.resolve(trail + ".pv/" + name), root.resolve(trail + file));
    }
  }
}
