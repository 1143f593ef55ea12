package dev.firmtrail.audit.storage;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names below {@code .pv} under which a boot loader finds what it starts, as {@code
 * bsp/run.json} of the state says.
 */
final class BootNames {
  private static final StatePath RUN = new StatePath("bsp/run.json");
  private static final Pattern NAME =
      Pattern.compile(
          "pv-kernel\\.img|pv-initrd\\.img(\\.\\d{1,4})?|pv-fdt\\.dtb|pantavisor\\.fit|rpiboot\\.img(\\.gz)?");

  private final State state;
  private final Map<String, ObjectId> targets = new HashMap<>();

  BootNames(State state) {
    this.state = state;
    if (state.entries().get(RUN) instanceof StateEntry.Inline(JsonObject run)) {
      put("pantavisor.fit", run.string("fit"));
      put("rpiboot.img", run.string("rpiab"));
      put("rpiboot.img.gz", run.string("rpiab"));
      // Of the second name is what pvr deploy takes, as the published one does.
      put(
          "pv-kernel.img",
          run.string("linux").or(() -> run.string("kernel")).or(() -> Optional.of("kernel.img")));
      put("pv-initrd.img", run.string("initrd").or(() -> Optional.of("pantavisor")));
      put("pv-fdt.dtb", run.string("fdt"));
      List<Json> addons =
          run.get("addons").orElse(Json.Literal.NULL) instanceof JsonArray(List<Json> items)
              ? items
              : List.of();
      for (int i = 0; i < addons.size(); i++) {
        if (addons.get(i) instanceof JsonString(String addon)) {
          put("pv-initrd.img." + i, Optional.of(addon));
        }
      }
    }
  }

  private void put(String name, Optional<String> file) {
    file.flatMap(text -> StatePath.parse("bsp/" + text))
        .map(path -> state.entries().get(path))
        .ifPresent(entry -> {
          if (entry instanceof StateEntry.ObjectRef(ObjectId id)) {
            targets.put(name, id);
          }
        });
  }

  /** Whether a boot loader looks for such a name. */
  static boolean isOne(String name) {
    return NAME.matcher(name).matches();
  }

  /** What must be behind a name; empty where the state has nothing for it. */
  Optional<ObjectId> target(String name) {
    return Optional.ofNullable(targets.get(name));
  }

  /** The names without which the state does not start, where there are links at all. */
  List<String> needed() {
    if (targets.containsKey("pantavisor.fit")) {
      return List.of("pantavisor.fit");
    }
    return targets.keySet().stream().filter(name -> name.startsWith("pv-")).sorted().toList();
  }
}
