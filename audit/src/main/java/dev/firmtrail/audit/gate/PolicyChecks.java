package dev.firmtrail.audit.gate;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Policies that a look at the state decides. */
final class PolicyChecks {
  private static final String SOURCE = "src.json";

  /** Of an image: alone, or behind the image's name. */
  private static final Pattern DIGEST = Pattern.compile("([^@\\s]+@)?sha256:[0-9a-f]{64}");

  private static final Pattern STEP = Pattern.compile("[^#]*/steps/\\d{1,18}/?(#.*)?");

  private PolicyChecks() {}

  static Check requiredParts(State state, List<String> required) {
    List<Finding> findings = new ArrayList<>();
    Set<String> there = Part.of(state).keySet();
    for (String part : required) {
      if (!there.contains(part)) {
        findings.add(finding(part, Finding.Kind.MISSING, "the state lacks this part"));
      }
    }
    return new Check(Check.Kind.POLICY, "required-parts", findings);
  }

  /** Every {@code src.json}, by the members that say what an app was made from. */
  static Check sources(State state, Set<String> parts) {
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<StatePath, StateEntry> entry : state.entries().entrySet()) {
      StatePath path = entry.getKey();
      String text = path.text();
      boolean wanted = parts.isEmpty() || parts.contains(Part.nameOf(path));
      if (wanted && (text.equals(SOURCE) || text.endsWith("/" + SOURCE))) {
        if (entry.getValue() instanceof StateEntry.Inline(JsonObject source)) {
          problem(source)
              .ifPresent(problem -> findings.add(finding(text, Finding.Kind.DIFFERENT, problem)));
        } else {
          findings.add(
              finding(text, Finding.Kind.UNKNOWN, "it is no JSON object in the state itself"));
        }
      }
    }
    return new Check(Check.Kind.POLICY, "sources", findings);
  }

  /** A digest of an image or a root file system counts, whatever else stands there, and a step. */
  private static Optional<String> problem(JsonObject source) {
    boolean overlay = source.get("docker_ovl_digest").isPresent();
    if (overlay && !isDigest(source, "docker_ovl_digest")) {
      return Optional.of("docker_ovl_digest is no digest (NAME@sha256:…)");
    }
    if (source.get("rootfs_url").isPresent()) {
      return isDigest(source, "rootfs_digest")
          ? Optional.empty()
          : Optional.of("rootfs_url stands there without a rootfs_digest (sha256:…)");
    }
    if (isDigest(source, "docker_digest")) {
      return Optional.empty();
    }
    Optional<String> repository = source.string("pvr");
    if (repository.isPresent()) {
      return STEP.matcher(repository.get()).matches()
          ? Optional.empty()
          : Optional.of("pvr names no step (…/steps/N), and there is no docker_digest");
    }
    return Optional.of(
        source.get("docker_digest").isPresent()
            ? "docker_digest is no digest (NAME@sha256:…)"
            : "it names no image by digest: there is no docker_digest");
  }

  private static boolean isDigest(JsonObject source, String member) {
    return source.string(member).filter(text -> DIGEST.matcher(text).matches()).isPresent();
  }

  private static Finding finding(String path, Finding.Kind kind, String detail) {
    return new Finding(path, kind, Optional.empty(), Optional.empty(), detail);
  }
}
