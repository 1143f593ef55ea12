package dev.firmtrail.pins;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One thing that should not be in a build. Its page in {@code docs/pins} is made from this text.
 *
 * @param id for ever the same, such as {@code KAS001}
 * @param level of its findings, where a finding does not say otherwise
 * @param title one line, without a full stop
 * @param why what happens to a build that has it; sentences
 * @param fix what to do; sentences
 * @param thread where people met it, in public
 */
public record Rule(
    String id,
    Level level,
    Certainty certainty,
    String title,
    String why,
    String fix,
    Optional<URI> thread) {
  private static final Pattern ID = Pattern.compile("[A-Z]{2,4}[0-9]{3}");

  public Rule {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(id + " is no id of a rule");
    }
    why = why.strip();
    fix = fix.strip();
  }

  /** Without a thread. */
  public Rule(String id, Level level, Certainty certainty, String title, String why, String fix) {
    this(id, level, certainty, title, why, fix, Optional.empty());
  }

  /** The same, met there. */
  public Rule metAt(String url) {
    return new Rule(id, level, certainty, title, why, fix, Optional.of(URI.create(url)));
  }
}
