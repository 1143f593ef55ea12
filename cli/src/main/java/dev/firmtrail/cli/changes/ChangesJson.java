package dev.firmtrail.cli.changes;

import dev.firmtrail.state.JsonChange;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.PartDiff;
import dev.firmtrail.state.StateDiff;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Changes for a script. */
public final class ChangesJson {
  private ChangesJson() {}

  /**
   * Both states by name and id, {@code same}, the change of the format, parts, and each file with
   * what stood and stands there and, for JSON files, what changed inside.
   */
  public static JsonObject of(Changes changes) {
    JsonObject.Builder document =
        JsonObject.builder()
            .put("from", side(changes.from()))
            .put("to", side(changes.to()))
            .put("same", changes.files().isEmpty());
    changes.files().spec().ifPresent(spec -> document.put("spec", spec(spec)));
    PartDiff parts = changes.parts();
    document.put(
        "parts",
        JsonObject.builder()
            .put("added", Json.ofStrings(parts.added()))
            .put("changed", Json.ofStrings(parts.changed()))
            .put("removed", Json.ofStrings(parts.removed()))
            .build());
    return document.put("files", files(changes)).build();
  }

  private static JsonObject side(Side side) {
    return JsonObject.builder()
        .put("state", side.label())
        .put("id", side.state().id().hex())
        .build();
  }

  private static JsonObject spec(StateDiff.SpecChange spec) {
    return pair(spec.from().map(Json::of), spec.to().map(Json::of)).build();
  }

  private static JsonObject.Builder pair(Optional<Json> from, Optional<Json> to) {
    JsonObject.Builder pair = JsonObject.builder();
    from.ifPresent(value -> pair.put("from", value));
    to.ifPresent(value -> pair.put("to", value));
    return pair;
  }

  private static JsonArray files(Changes changes) {
    Map<StatePath, Json> files = new TreeMap<>();
    StateDiff diff = changes.files();
    diff.added()
        .forEach((path, entry) ->
            files.put(
                path,
                file(path, "added", Optional.empty(), Optional.of(entry), changes.sizes())
                    .build()));
    diff.removed()
        .forEach((path, entry) ->
            files.put(
                path,
                file(path, "removed", Optional.of(entry), Optional.empty(), changes.sizes())
                    .build()));
    diff.changed().forEach((path, change) -> files.put(path, changed(path, change, changes)));
    return new JsonArray(List.copyOf(files.values()));
  }

  private static JsonObject changed(StatePath path, StateDiff.Change change, Changes changes) {
    JsonObject.Builder file =
        file(
            path, "changed", Optional.of(change.from()), Optional.of(change.to()), changes.sizes());
    if (change.from() instanceof StateEntry.Inline(Json before)
        && change.to() instanceof StateEntry.Inline(Json after)) {
      file.put(
          "inside",
          new JsonArray(
              JsonChange.between(before, after).stream()
                  .map(inside ->
                      (Json)
                          JsonObject.builder()
                              .put("pointer", inside.pointer())
                              .putAll(pair(inside.from(), inside.to()).build().members())
                              .build())
                  .toList()));
    }
    return file.build();
  }

  private static JsonObject.Builder file(
      StatePath path,
      String change,
      Optional<StateEntry> from,
      Optional<StateEntry> to,
      Changes.Sizes sizes) {
    return JsonObject.builder()
        .put("path", path.text())
        .put("part", Part.nameOf(path))
        .put("change", change)
        .putAll(
            pair(from.map(entry -> entry(entry, sizes)), to.map(entry -> entry(entry, sizes)))
                .build()
                .members());
  }

  private static Json entry(StateEntry entry, Changes.Sizes sizes) {
    return switch (entry) {
      case StateEntry.ObjectRef(var id) -> {
        JsonObject.Builder object = JsonObject.builder().put("object", id.hex());
        sizes.of(id).ifPresent(size -> object.put("size", size));
        yield object.build();
      }
      case StateEntry.Inline(Json json) -> JsonObject.builder().put("json", json).build();
    };
  }
}
