package dev.firmtrail.fuzz;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.PartialObject;
import dev.firmtrail.objects.WrongContentException;
import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a cut download left on the disk, and what comes to complete it: the object appears whole and
 * right, or not at all, and never grows beyond its promised size.
 */
final class PartTarget implements Target {
  private final ObjectStore store;

  PartTarget() throws IOException {
    this.store = ObjectStore.open(Workplace.make().resolve("objects"));
  }

  @Override
  public void accept(byte[] input) throws IOException {
    Input pieces = new Input(input);
    byte[] object = pieces.piece();
    byte[] part = pieces.piece();
    byte[] coming = pieces.piece();
    ObjectId id = ObjectId.of(object);
    Path left = store.directory().resolve(id.hex() + ".part");
    Files.write(left, part);
    boolean finished = finish(id, object.length, coming);
    byte[] whole = Arrays.copyOf(part, part.length + coming.length);
    System.arraycopy(coming, 0, whole, part.length, coming.length);
    boolean restarted = part.length > object.length;
    Must.equal(finished, Arrays.equals(restarted ? coming : whole, object), "the object was taken");
    Must.equal(store.contains(id), finished, "the object is there");
    if (finished) {
      Must.hold(Arrays.equals(Files.readAllBytes(store.path(id)), object), "other bytes");
      Files.delete(store.path(id));
    }
    Files.deleteIfExists(left);
    Must.equal(Workplace.below(store.directory()).size(), 0, "files that were left");
  }

  private boolean finish(ObjectId id, long size, byte[] coming) throws IOException {
    try (PartialObject object = store.resume(id, size)) {
      Must.hold(object.length() <= size, "longer than promised");
      object.append(new ByteArrayInputStream(coming));
      Must.hold(object.length() <= size, "longer than promised");
      object.finish();
      return true;
    } catch (WrongContentException refused) {
      Must.beShowable(refused);
      return false;
    }
  }
}
