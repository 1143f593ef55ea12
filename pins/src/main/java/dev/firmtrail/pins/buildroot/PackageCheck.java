package dev.firmtrail.pins.buildroot;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.state.Shown;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Judges one package. */
final class PackageCheck {
  private static final Set<String> UNCHECKED = Set.of("hg", "bzr", "cvs");
  private static final Pattern TAG = Pattern.compile("[vV]?[0-9]++(?:[._-].*+)?");

  private final Makefile makefile;
  private final List<HashFile> hashes;
  private final Findings findings;
  private final String name;
  private final String prefix;

  private PackageCheck(Makefile makefile, List<HashFile> hashes, Findings findings) {
    this.makefile = makefile;
    this.hashes = hashes;
    this.findings = findings;
    String file = makefile.file().name();
    this.name = file.substring(0, file.length() - ".mk".length());
    this.prefix = name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_') + "_";
  }

  /**
   * Judges it.
   *
   * @param hashes by the names of their files
   */
  static void check(Makefile makefile, Map<String, List<HashFile>> hashes, Findings findings) {
    String file = makefile.file().name();
    String own = file.substring(0, file.length() - ".mk".length()) + ".hash";
    new PackageCheck(makefile, hashes.getOrDefault(own, List.of()), findings).check();
  }

  private Optional<String> value(String variable) {
    return makefile.value(prefix + variable);
  }

  private boolean isGiven(String variable) {
    return makefile.variables().containsKey(prefix + variable);
  }

  private Place place(String variable) {
    Makefile.Variable given = makefile.variables().get(prefix + variable);
    return given == null ? Place.WHOLE_FILE : Place.line(given.line());
  }

  private void check() {
    Optional<String> site = value("SITE");
    if (site.isEmpty() || site.get().isEmpty() || isGiven("DL_SUBDIR")) {
      return;
    }
    String method = isGiven("SITE_METHOD") ? value("SITE_METHOD").orElse("") : method(site.get());
    if (UNCHECKED.contains(method)) {
      findings.add(
          BuildrootRules.UNCHECKED_METHOD,
          makefile.file(),
          place(isGiven("SITE_METHOD") ? "SITE_METHOD" : "SITE"),
          name,
          "package %s is fetched with %s".formatted(Shown.text(name), method));
      return;
    }
    Optional<String> version = value("VERSION");
    if (version.isEmpty() || version.get().isEmpty()) {
      return;
    }
    switch (method) {
      case "git" -> fromGit(version.get());
      case "wget" -> download(version.get());
      default -> {}
    }
  }

  private static String method(String site) {
    if (site.startsWith("git://")) {
      return "git";
    }
    return Stream.of("http://", "https://", "ftp://").anyMatch(site::startsWith) ? "wget" : "";
  }

  private void fromGit(String version) {
    String archive = name + "-" + version.replace('/', '_');
    boolean hasHash = lines().anyMatch(line -> line.name().startsWith(archive));
    boolean isUnknown = isGiven("SOURCE") && value("SOURCE").isEmpty();
    // A commit holds what is in it, with a hash or without.
    if (hasHash || isUnknown || DefconfigCheck.HASH.matcher(version).matches()) {
      return;
    }
    findings.add(
        BuildrootRules.NO_COMMIT,
        TAG.matcher(version).matches() ? Level.WARNING : Level.ERROR,
        makefile.file(),
        place("VERSION"),
        name,
        "package %s is %s from git, which is no commit and has no hash"
            .formatted(Shown.text(name), Shown.text(version)));
  }

  private void download(String version) {
    Optional<String> source =
        isGiven("SOURCE")
            ? value("SOURCE")
            : Optional.of(name + "-" + version.replace('/', '_') + ".tar.gz");
    if (source.isEmpty() || source.get().isEmpty()) {
      return;
    }
    // Archives with vendored modules have a mark behind the version.
    String stem = source.get().replaceFirst("\\.(?:tar\\.[a-z0-9]+|tgz|zip)$", "");
    List<HashFile.Line> own =
        lines()
            .filter(line -> line.name().equals(source.get()) || line.name().startsWith(stem + "-"))
            .toList();
    if (own.isEmpty()) {
      noHash(isGiven("SOURCE") ? "SOURCE" : "SITE", source.get());
      stale(version, source.get());
    } else if (own.stream().noneMatch(HashFile.Line::isStrong)) {
      HashFile.Line weak = own.getFirst();
      findings.add(
          BuildrootRules.WEAK_HASH,
          fileOf(weak),
          Place.line(weak.number()),
          source.get(),
          "%s has only %s".formatted(Shown.text(source.get()), weak.type()));
    }
  }

  private Stream<HashFile.Line> lines() {
    return hashes.stream().flatMap(file -> file.lines().stream());
  }

  private SourceFile fileOf(HashFile.Line line) {
    return hashes.stream()
        .filter(file -> file.lines().contains(line))
        .findFirst()
        .orElseThrow()
        .file();
  }

  private void noHash(String variable, String source) {
    findings.add(
        BuildrootRules.NO_HASH,
        makefile.file(),
        place(variable),
        source,
        "package %s has no hash line for %s".formatted(Shown.text(name), Shown.text(source)));
  }

  /** A line for an archive of this package that is not of this version. */
  private void stale(String version, String source) {
    if (isGiven("EXTRA_DOWNLOADS")) {
      return;
    }
    int at = source.indexOf(version);
    if (at <= 0) {
      return;
    }
    String before = source.substring(0, at);
    String after = source.substring(at + version.length());
    lines()
        .filter(line ->
            line.name().startsWith(before)
                && line.name().endsWith(after)
                && !after.isEmpty()
                && line.name().indexOf('$') < 0)
        .forEach(line ->
            findings.add(
                BuildrootRules.STALE_HASH,
                fileOf(line),
                Place.line(line.number()),
                line.name(),
                "this hash is for %s, and version %s downloads %s"
                    .formatted(Shown.text(line.name()), Shown.text(version), Shown.text(source))));
  }
}
