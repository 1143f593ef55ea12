package dev.firmtrail.hub;

import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.DataDirectory;
import dev.firmtrail.hub.store.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** That the hub's keys can be used, and nobody else reads them or the hashes of passwords. */
public final class KeysCheck implements Check {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final DataDirectory data;

  public KeysCheck(DataDirectory data) {
    this.data = data;
  }

  @Override
  public String name() {
    return "keys";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) throws IOException {
    requirePrivate(data.path(), "700", found);
    boolean all = true;
    for (String name : HubKeys.FILES) {
      Path file = data.path().resolve(name);
      if (!Files.isRegularFile(file)) {
        all = false;
        found.accept(
            new Finding(
                file.toString(),
                "this key is missing",
                "take it from a backup; without it the hub makes a new one at its next start, and what the old one sealed or signed ends"));
      } else {
        requirePrivate(file, "600", found);
      }
    }
    if (all) {
      requireUsable(found);
    }
  }

  private static void requirePrivate(Path file, String mode, Consumer<Finding> found)
      throws IOException {
    Set<PosixFilePermission> more = Files.getPosixFilePermissions(file);
    more.retainAll(OTHERS);
    if (!more.isEmpty()) {
      found.accept(
          new Finding(
              file.toString(),
              "others than its owner may use it",
              "chmod " + mode + " " + file + ", and make new keys if somebody may have read them"));
    }
  }

  private void requireUsable(Consumer<Finding> found) {
    try {
      HubKeys.open(data.path(), new SecureRandom());
    } catch (IOException | RuntimeException broken) {
      found.accept(
          new Finding(
              data.path().toString(),
              String.valueOf(broken.getMessage()),
              "take the keys from a backup"));
    }
  }
}
