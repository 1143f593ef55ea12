package dev.firmtrail.pins.buildroot;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.state.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges one configuration. */
final class DefconfigCheck {
  static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern TAG = Pattern.compile("[vV]?[0-9]++[._-].*+");
  private static final Pattern CUSTOM =
      Pattern.compile(
          "BR2_(?:LINUX_KERNEL|TARGET_[A-Z0-9_]+)_CUSTOM_(?:VERSION|TARBALL|GIT|HG|SVN)");
  private static final String REPOSITORY_VERSION = "_CUSTOM_REPO_VERSION";

  private final Defconfig config;
  private final SourceTree tree;
  private final Findings findings;

  /** Directories of patches and hashes; empty where one of them is elsewhere. */
  private final Optional<List<String>> patchDirectories;

  private DefconfigCheck(Defconfig config, SourceTree tree, Findings findings) {
    this.config = config;
    this.tree = tree;
    this.findings = findings;
    this.patchDirectories = patchDirectories();
  }

  static void check(Defconfig config, SourceTree tree, Findings findings) {
    DefconfigCheck check = new DefconfigCheck(config, tree, findings);
    check.versions();
    check.whole();
    check.downloads();
  }

  private Optional<List<String>> patchDirectories() {
    List<String> directories = new ArrayList<>();
    String all = config.get("BR2_GLOBAL_PATCH_DIR").map(Defconfig.Value::text).orElse("");
    for (String word : all.split("\\s+", -1)) {
      if (word.isEmpty()) {
        continue;
      }
      Optional<String> path = ExternalTrees.resolve(word, tree);
      if (path.isEmpty()) {
        return Optional.empty();
      }
      directories.add(path.get());
    }
    return Optional.of(directories);
  }

  private boolean isForced() {
    return config.isOn("BR2_DOWNLOAD_FORCE_CHECK_HASHES");
  }

  private void versions() {
    for (Map.Entry<String, Defconfig.Value> option : config.values().entrySet()) {
      String name = option.getKey();
      Defconfig.Value value = option.getValue();
      if (name.endsWith(REPOSITORY_VERSION) && isFloating(name, value.text())) {
        boolean isTag = TAG.matcher(value.text()).matches();
        findings.add(
            BuildrootRules.NO_COMMIT,
            isTag ? Level.WARNING : Level.ERROR,
            config.file(),
            value.place(),
            name,
            "%s is %s, which is no commit".formatted(name, Shown.text(value.text())));
      }
      if (CUSTOM.matcher(name).matches() && value.text().equals("y") && !isForced()) {
        report(
            BuildrootRules.NOT_FORCED,
            value.place(),
            name,
            name + " is on, and BR2_DOWNLOAD_FORCE_CHECK_HASHES is not");
      }
    }
  }

  private boolean isFloating(String option, String version) {
    String prefix = option.substring(0, option.length() - REPOSITORY_VERSION.length());
    // A number of Subversion is a revision, and no commit.
    boolean isOther = config.isOn(prefix + "_CUSTOM_SVN") || config.isOn(prefix + "_CUSTOM_HG");
    if (isOther
        || version.isEmpty()
        || version.indexOf('$') >= 0
        || HASH.matcher(version).matches()) {
      return false;
    }
    String name = packageName(prefix);
    return !(isForced()
        && hasHash(name, version, name + "-" + version.replace('/', '_')).orElse(true));
  }

  /** The package that an option is about. */
  private static String packageName(String option) {
    String name =
        option.startsWith("BR2_TARGET_")
            ? option.substring("BR2_TARGET_".length())
            : option.startsWith("BR2_PACKAGE_")
                ? option.substring("BR2_PACKAGE_".length())
                : option.substring("BR2_".length());
    return name.equals("LINUX_KERNEL") ? "linux" : name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether a hash line for a file is at hand; empty where some directory is not. */
  private Optional<Boolean> hasHash(String name, String version, String file) {
    if (patchDirectories.isEmpty()) {
      return Optional.empty();
    }
    List<String> places = new ArrayList<>();
    for (String directory : patchDirectories.get()) {
      places.add(directory + "/" + name + "/" + version.replace('/', '_') + "/" + name + ".hash");
      places.add(directory + "/" + name + "/" + name + ".hash");
    }
    for (String root : List.of(name, "boot/" + name, "package/" + name)) {
      places.add(root + "/" + name + ".hash");
    }
    return Optional.of(
        places.stream()
            .flatMap(path -> tree.find(path).stream())
            .flatMap(found -> HashFile.of(found).lines().stream())
            .anyMatch(line -> line.isStrong() && line.name().startsWith(file)));
  }

  private void whole() {
    if (!config.isOn("BR2_REPRODUCIBLE")) {
      report(
          BuildrootRules.NOT_REPRODUCIBLE,
          config.get("BR2_REPRODUCIBLE").map(Defconfig.Value::place).orElse(Place.WHOLE_FILE),
          "BR2_REPRODUCIBLE",
          "BR2_REPRODUCIBLE is off");
    }
    if (config.get("BR2_PRIMARY_SITE").filter(value -> !value.text().isEmpty()).isEmpty()) {
      report(
          BuildrootRules.NO_MIRROR,
          Place.WHOLE_FILE,
          "BR2_PRIMARY_SITE",
          "BR2_PRIMARY_SITE is not set");
    }
  }

  private void downloads() {
    url("BR2_TOOLCHAIN_EXTERNAL_URL", "toolchain-external-custom", BuildrootRules.TOOLCHAIN);
    url("BR2_LINUX_KERNEL_PATCH", "linux", BuildrootRules.PATCH);
  }

  private void url(String option, String name, Rule rule) {
    Optional<Defconfig.Value> value = config.get(option);
    if (value.isEmpty()) {
      return;
    }
    for (String word : value.get().text().split("\\s+", -1)) {
      boolean isRemote =
          word.startsWith("http://") || word.startsWith("https://") || word.startsWith("ftp://");
      String file = word.substring(word.lastIndexOf('/') + 1);
      if (isRemote && word.indexOf('$') < 0 && !hasHash(name, "", file).orElse(true)) {
        report(rule, value.get().place(), word, Shown.text(word) + " has no hash line");
      }
    }
  }

  private void report(Rule rule, Place place, String entry, String message) {
    SourceFile file = config.file();
    findings.add(rule, file, place, entry, message);
  }
}
