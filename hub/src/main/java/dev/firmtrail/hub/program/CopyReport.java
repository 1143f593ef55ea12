package dev.firmtrail.hub.program;

import dev.firmtrail.hub.operator.CopiedObjects;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;

/** What is said of objects that were copied. */
final class CopyReport {
  private CopyReport() {}

  static JsonObject json(CopiedObjects objects) {
    return JsonObject.builder()
        .put("all", objects.all())
        .put("copied", objects.copied())
        .put("bytes", objects.bytes())
        .put("missing", Json.ofStrings(objects.missing().stream().map(ObjectId::hex).toList()))
        .put("corrupt", Json.ofStrings(objects.corrupt().stream().map(ObjectId::hex).toList()))
        .build();
  }

  /**
   * Says it, unless it was said in JSON; gives the exit code.
   *
   * @param source what lacks the objects that are missing
   */
  static int tell(CopiedObjects objects, boolean json, PrintWriter out, String source) {
    if (!json) {
      out.printf(
          "objects: %d, of which %d were copied (%d bytes)%n",
          objects.all(), objects.copied(), objects.bytes());
      tell(objects.missing(), "missing from " + source, out);
      tell(objects.corrupt(), "with other bytes in " + source, out);
    }
    return objects.good() ? 0 : HubProgram.DAMAGE;
  }

  private static void tell(List<ObjectId> ids, String what, PrintWriter out) {
    ids.forEach(id -> out.printf("object %s: %s%n", id, what));
  }
}
