package dev.firmtrail.audit.storage;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.audit.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came of an audit of a storage.
 *
 * @param storage where it was found
 * @param revision the one that was looked at, such as {@code 3} or {@code locals/x}
 * @param current the one that {@code trails/current} names; empty where there is no such link
 * @param findings in the order of their paths
 * @param files how many were read, each once, whatever number of names it has
 * @param bytes how many those had
 */
public record StorageReport(
    Path storage,
    String revision,
    Optional<String> current,
    List<Finding> findings,
    long files,
    long bytes) {
  /** What lies beside the objects and the revision, and is written to while a device runs. */
  public static final String NOT_JUDGED =
      "volumes, logs, caches, configuration, boot environment, progress, and files of other revisions";

  public StorageReport {
    findings = List.copyOf(findings);
  }

  public Verdict verdict() {
    return Verdict.of(findings);
  }
}
