package dev.firmtrail.images;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What names a container image: {@code [domain/]path[:tag][@digest]}, as Docker and OCI registries
 * read it. Only what is written is kept: no Docker Hub and no {@code latest} are put in.
 *
 * @param domain host, with a port where one stands there
 * @param path repository below the host, lower case
 * @param digest as written, such as {@code sha256:} and 64 digits; may be malformed, see {@link
 *     #digestProblem}
 */
public record ImageReference(
    Optional<String> domain, String path, Optional<String> tag, Optional<String> digest) {
  /** Longer than any registry takes. */
  private static final int LONGEST = 4096;

  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*+)(?:\\.[A-Za-z0-9][A-Za-z0-9-]*+)*+|\\[[0-9A-Fa-f:]++])"
              + "(?::[0-9]{1,5})?");
  private static final Pattern PATH_PART =
      Pattern.compile("[a-z0-9]++(?:(?:[._]|__|-++)[a-z0-9]++)*+");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile("([a-z0-9]++(?:[.+_-][a-z0-9]++)*+):([0-9a-fA-F]{32,})");

  /** Empty for text that names no image. */
  public static Optional<ImageReference> parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return Optional.empty();
    }
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
    int slash = name.lastIndexOf('/');
    int colon = name.indexOf(':', slash + 1);
    Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(name.substring(colon + 1));
    if (tag.isPresent() && !TAG.matcher(tag.get()).matches()) {
      return Optional.empty();
    }
    String repository = colon < 0 ? name : name.substring(0, colon);
    Optional<String> domain = domain(repository);
    String path = domain.map(host -> repository.substring(host.length() + 1)).orElse(repository);
    for (String part : path.split("/", -1)) {
      if (!PATH_PART.matcher(part).matches()) {
        return Optional.empty();
      }
    }
    return Optional.of(new ImageReference(domain, path, tag, digest));
  }

  private static Optional<String> domain(String repository) {
    int slash = repository.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String first = repository.substring(0, slash);
    boolean isHost =
        first.equals("localhost")
            || first.indexOf('.') >= 0
            || first.indexOf(':') >= 0
            || first.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
    return isHost && DOMAIN.matcher(first).matches() ? Optional.of(first) : Optional.empty();
  }

  /** Whether it always names the same bytes: it has a digest, and one that can be. */
  public boolean isPinned() {
    return digest.isPresent() && digestProblem().isEmpty();
  }

  /** Says what is wrong with the digest; empty where there is none, or nothing wrong with it. */
  public Optional<String> digestProblem() {
    if (digest.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = DIGEST.matcher(digest.get());
    if (!matcher.matches()) {
      return Optional.of("is no algorithm, a colon and hexadecimal digits");
    }
    int wanted =
        switch (matcher.group(1)) {
          case "sha256" -> 64;
          case "sha384" -> 96;
          case "sha512" -> 128;
          default -> matcher.group(2).length();
        };
    if (matcher.group(2).length() != wanted) {
      return Optional.of(
          "has %d digits, where %s has %d"
              .formatted(matcher.group(2).length(), matcher.group(1), wanted));
    }
    return matcher.group(2).chars().anyMatch(c -> c >= 'A' && c <= 'F')
        ? Optional.of("has upper-case digits")
        : Optional.empty();
  }

  /** As it is written. */
  @Override
  public String toString() {
    return domain.map(host -> host + "/").orElse("")
        + path
        + tag.map(name -> ":" + name).orElse("")
        + digest.map(name -> "@" + name).orElse("");
  }
}
