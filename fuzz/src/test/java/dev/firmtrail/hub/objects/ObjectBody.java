package dev.firmtrail.hub.objects;

import dev.firmtrail.fuzz.Body;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.state.json.JsonObject;

/** An announced object has the id that was sent and a size that this hub takes. */
public final class ObjectBody implements Body {
  private static final long LARGEST = 1_000_000;

  @Override
  public void accept(JsonObject body) {
    NewObject object = NewObject.of(body, LARGEST);
    Must.equal(object.id().hex(), body.string("sha256sum").orElse(""), "the id");
    Must.hold(object.size() >= 0 && object.size() <= LARGEST, "a size of " + object.size());
    Must.hold(object.name().length() <= 4096, "a name of " + object.name().length());
    Must.hold(!object.mime().isEmpty(), "no type");
  }
}
