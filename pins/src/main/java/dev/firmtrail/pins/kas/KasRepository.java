package dev.firmtrail.pins.kas;

import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.yaml.YamlNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A repository as kas would check it out: overrides first, then what its own entry says, then the
 * defaults. A key that is null takes away what the defaults give.
 *
 * @param id its key in {@code repos}
 * @param url where it comes from; empty for what is part of this working tree
 * @param commit what an override or its entry gives
 * @param refspec the old way of naming a branch, tag or commit
 * @param file which gives its URL, or names it
 * @param place of its key there
 */
public record KasRepository(
    String id,
    Optional<String> url,
    Optional<String> commit,
    Optional<String> branch,
    Optional<String> tag,
    Optional<String> refspec,
    SourceFile file,
    Place place) {
  static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  static KasRepository of(KasProject project, String id) {
    Optional<KasProject.Given> url =
        first(project.value("overrides", "repos", id, "url"), project.value("repos", id, "url"));
    Optional<KasProject.Given> commit =
        first(
            project.value("overrides", "repos", id, "commit"),
            project.value("repos", id, "commit"));
    Optional<KasProject.Given> branch =
        first(
            first(
                project.value("overrides", "repos", id, "branch"),
                project.value("repos", id, "branch")),
            project.value("defaults", "repos", "branch"));
    Optional<KasProject.Given> tag =
        first(project.value("repos", id, "tag"), project.value("defaults", "repos", "tag"));
    Optional<KasProject.Given> refspec =
        first(project.value("repos", id, "refspec"), project.value("defaults", "repos", "refspec"));
    KasFile by =
        project
            .value("repos", id, "url")
            .map(KasProject.Given::by)
            .orElseGet(() -> project.value("repos", id).orElseThrow().by());
    return new KasRepository(
        id,
        text(url),
        text(commit),
        text(branch),
        text(tag),
        text(refspec),
        by.file(),
        key(by, id));
  }

  private static Optional<KasProject.Given> first(
      Optional<KasProject.Given> one, Optional<KasProject.Given> other) {
    return one.isPresent() ? one : other;
  }

  private static Optional<String> text(Optional<KasProject.Given> given) {
    return given.flatMap(KasProject.Given::text);
  }

  private static Place key(KasFile by, String id) {
    return by.map()
        .map("repos")
        .flatMap(repos -> repos.member(id))
        .map(member -> member.key())
        .map(YamlNode.Text::place)
        .orElse(Place.WHOLE_FILE);
  }

  /** Whether its commit is one in full. */
  boolean isPinned() {
    return commit.filter(text -> HASH.matcher(text).matches()).isPresent()
        || (commit.isEmpty() && refspec.filter(text -> HASH.matcher(text).matches()).isPresent());
  }

  /** Whether it is what a branch is at the moment. */
  boolean floats() {
    return url.isPresent() && !isPinned() && (commit.isPresent() || tag.isEmpty());
  }
}
