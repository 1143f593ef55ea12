package dev.firmtrail.pins.kas;

import dev.firmtrail.pins.yaml.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What other files of the tree say of repositories, where nobody said which files are built
 * together: the lock of {@code a.yml} holds the repositories of {@code b.yml} when people build
 * {@code a.yml:b.yml}.
 *
 * @param locked repositories to which some lock gives a commit
 * @param defined repositories that some file has
 */
record Elsewhere(Set<String> locked, Set<String> defined) {
  static final Elsewhere NOTHING = new Elsewhere(Set.of(), Set.of());

  static Elsewhere of(List<KasFile> files) {
    Set<String> locked = new HashSet<>();
    Set<String> defined = new HashSet<>();
    for (KasFile file : files) {
      file.map()
          .map("repos")
          .ifPresent(repos -> repos.members().forEach(member -> defined.add(member.key().value())));
      if (file.isLock()) {
        file.map()
            .map("overrides")
            .flatMap(overrides -> overrides.map("repos"))
            .ifPresent(repos -> repos.members().forEach(member -> lock(member, locked)));
      }
    }
    return new Elsewhere(locked, defined);
  }

  private static void lock(YamlNode.Member member, Set<String> locked) {
    boolean isPinned =
        member.value() instanceof YamlNode.Members entry
            && entry
                .text("commit")
                .filter(commit -> KasRepository.HASH.matcher(commit.value()).matches())
                .isPresent();
    if (isPinned) {
      locked.add(member.key().value());
    }
  }
}
