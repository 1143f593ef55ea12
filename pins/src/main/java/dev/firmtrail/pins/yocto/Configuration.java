package dev.firmtrail.pins.yocto;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.yocto.Statement.Assignment;
import dev.firmtrail.pins.yocto.Statement.Operator;
import dev.firmtrail.state.Shown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Judges the configuration of a build, all visible files together. */
final class Configuration {
  private static final Pattern REMOTE = Pattern.compile("\\b(?:https?|ftp|s3|gs|az)://");
  private static final Pattern MOMENT = Pattern.compile("\\$\\{(?:DATE|TIME|DATETIME)}");
  private static final Set<String> CLOCKS =
      Set.of("REPRODUCIBLE_TIMESTAMP_ROOTFS", "SOURCE_DATE_EPOCH");

  private final Layers layers;
  private final Findings findings;
  private final List<Recipe.Said> said = new ArrayList<>();

  private Configuration(Layers layers, Findings findings) {
    this.layers = layers;
    this.findings = findings;
    for (BitBakeFile file : layers.configurations()) {
      file.assignments().forEach(one -> said.add(new Recipe.Said(one, file.file())));
    }
  }

  /** Revisions that configuration pins for recipes, such as {@code SRCREV:pn-app}. */
  static Set<String> pinned(Layers layers) {
    Set<String> pinned = new HashSet<>();
    for (BitBakeFile file : layers.configurations()) {
      file.assignments().filter(Revisions::pins).map(Revisions::fullName).forEach(pinned::add);
    }
    return pinned;
  }

  static void judge(Layers layers, boolean hasGit, Findings findings) {
    Configuration configuration = new Configuration(layers, findings);
    configuration.mirrors(hasGit);
    configuration.sharedState();
    for (Recipe.Said one : configuration.said) {
      judge(one, findings);
    }
    configuration.release();
  }

  /** What each assignment says by itself, in configuration, recipes and classes. */
  static void judge(Recipe.Said one, Findings findings) {
    Assignment assignment = one.assignment();
    String value = assignment.value().strip();
    String name = assignment.name();
    if (!assignment.flag().isEmpty()) {
      return;
    }
    if (name.equals("BB_STRICT_CHECKSUM") && Set.of("0", "ignore", "no").contains(value)) {
      findings.add(
          YoctoRules.STRICT,
          value.equals("ignore") ? Level.ERROR : Level.NOTE,
          one.file(),
          Place.line(assignment.line()),
          name,
          "with "
              + name
              + " = \""
              + value
              + "\" a download without a checksum does not stop the build");
    } else if (CLOCKS.contains(name) && value.isEmpty() && assignment.operator() == Operator.SET) {
      report(YoctoRules.TIME, one, name + " is empty, so the time comes from elsewhere", findings);
    } else if ((name.equals("PV") || name.equals("DISTRO_VERSION"))
        && MOMENT.matcher(value).find()) {
      report(YoctoRules.TIME, one, name + " holds the moment of the build", findings);
    } else if (name.equals("BB_SRCREV_POLICY") && value.equals("cache")) {
      report(YoctoRules.CACHED_POLICY, one, "answers about floating commits are kept", findings);
    } else if (name.equals("BB_HASHSERVE_UPSTREAM") && isElsewhere(value)) {
      report(
          YoctoRules.HASH_SERVER,
          one,
          Shown.text(value) + " decides which results count as equal",
          findings);
    }
  }

  private static boolean isElsewhere(String server) {
    return !server.isEmpty()
        && server.indexOf('$') < 0
        && Stream.of("localhost", "127.", "[::1]", "unix:").noneMatch(server::contains);
  }

  private Optional<Recipe.Said> find(String name, Predicate<String> value) {
    return said.stream()
        .filter(one -> one.assignment().name().equals(name) && one.assignment().flag().isEmpty())
        .filter(one -> value.test(one.assignment().value().strip()))
        .findFirst();
  }

  private boolean isOn(String name) {
    return find(name, value -> Set.of("1", "y", "yes", "true").contains(value)).isPresent();
  }

  private void mirrors(boolean hasGit) {
    Optional<Recipe.Said> url = find("SOURCE_MIRROR_URL", value -> !value.isEmpty());
    Optional<Recipe.Said> inherits =
        find("INHERIT", value -> List.of(value.split("\\s+", -1)).contains("own-mirrors"));
    boolean hasPremirrors = find("PREMIRRORS", value -> !value.isEmpty()).isPresent();
    if (url.isPresent() && inherits.isEmpty() && !hasPremirrors && !isOpen()) {
      report(
          YoctoRules.HALF_MIRROR,
          url.get(),
          "SOURCE_MIRROR_URL is set, and the class own-mirrors is not inherited",
          findings);
    }
    if (inherits.isPresent() && url.isEmpty() && !isOpen()) {
      report(
          YoctoRules.HALF_MIRROR,
          inherits.get(),
          "the class own-mirrors is inherited, and SOURCE_MIRROR_URL is not set",
          findings);
    }
    if (inherits.isPresent()
        && url.isPresent()
        && hasGit
        && !isOn("BB_GENERATE_MIRROR_TARBALLS")
        && !isOpen()) {
      report(
          YoctoRules.NO_TARBALLS,
          inherits.get(),
          "BB_GENERATE_MIRROR_TARBALLS is not set, so clones do not get into the mirror",
          findings);
    }
  }

  /** Whether configuration includes a file that is not in the tree. */
  private boolean isOpen() {
    return layers.configurations().stream()
        .anyMatch(file ->
            file.inclusions()
                .filter(inclusion -> !inclusion.isClass())
                .flatMap(inclusion -> inclusion.names().stream())
                .anyMatch(name -> layers.included(file.file(), name).isEmpty()));
  }

  private void sharedState() {
    boolean isVerified = isOn("SSTATE_VERIFY_SIG");
    for (Recipe.Said one : said) {
      Assignment assignment = one.assignment();
      if (assignment.name().equals("SSTATE_MIRRORS")
          && REMOTE.matcher(assignment.value()).find()
          && !isVerified) {
        report(
            YoctoRules.SSTATE,
            one,
            "binaries of a shared-state mirror are taken without a signature",
            findings);
      }
    }
    Optional<Recipe.Said> verify = find("SSTATE_VERIFY_SIG", value -> value.equals("1"));
    if (verify.isPresent() && find("SSTATE_VALID_SIGS", value -> !value.isEmpty()).isEmpty()) {
      report(
          YoctoRules.ANY_SIGNER,
          verify.get(),
          "SSTATE_VALID_SIGS is not set, so any key of the keyring counts",
          findings);
    }
  }

  /** A build directory that is called a release. */
  private void release() {
    boolean isOffline = isOn("BB_NO_NETWORK") || isOn("BB_FETCH_PREMIRRORONLY");
    for (BitBakeFile file : layers.configurations()) {
      SourceFile source = file.file();
      if (!isOffline
          && Set.of("local.conf", "site.conf", "auto.conf").contains(source.name())
          && Stream.of(source.directory().split("[/_-]", -1)).anyMatch("release"::equals)
          && find("BB_NO_NETWORK", value -> value.indexOf('$') >= 0).isEmpty()) {
        findings.add(
            YoctoRules.ONLINE_RELEASE,
            source,
            Place.WHOLE_FILE,
            "network",
            "neither BB_NO_NETWORK nor BB_FETCH_PREMIRRORONLY is set for this release");
      }
    }
  }

  private static void report(Rule rule, Recipe.Said one, String message, Findings findings) {
    findings.add(
        rule,
        one.file(),
        Place.line(one.assignment().line()),
        Revisions.fullName(one.assignment()),
        message);
  }
}
