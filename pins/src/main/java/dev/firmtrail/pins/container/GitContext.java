package dev.firmtrail.pins.container;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.state.Shown;
import java.util.regex.Pattern;

/** A URL of a git repository where a build takes files from. */
final class GitContext {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  private GitContext() {}

  static boolean isOne(String url) {
    String place = url.split("[#?]", 2)[0];
    return url.startsWith("git@")
        || url.startsWith("git://")
        || url.startsWith("ssh://")
        || ((url.startsWith("https://") || url.startsWith("http://"))
            && (place.endsWith(".git") || place.contains(".git/")));
  }

  /** Reports it unless it names a commit; a reference that is worked out is passed over. */
  static void judge(String url, SourceFile file, Place place, Findings findings) {
    int hash = url.indexOf('#');
    String reference = hash < 0 ? "" : url.substring(hash + 1).split(":", 2)[0];
    boolean isPinned =
        COMMIT.matcher(reference).matches() || url.contains("checksum=") || url.contains("commit=");
    if (isPinned || url.indexOf('$') >= 0) {
      return;
    }
    findings.add(
        ImageRules.GIT_CONTEXT,
        file,
        place,
        url,
        reference.isEmpty()
            ? "\"" + Shown.text(url) + "\" takes the newest commit of the default branch"
            : "\"%s\" takes whatever %s is".formatted(Shown.text(url), Shown.text(reference)));
  }
}
