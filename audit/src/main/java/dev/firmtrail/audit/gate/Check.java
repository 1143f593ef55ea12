package dev.firmtrail.audit.gate;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.audit.Verdict;
import java.util.List;

/**
 * One thing that a gate looked at, and what it found there; nothing is as it should be.
 *
 * @param name of the part or policy; a part's may hold any characters
 */
public record Check(Kind kind, String name, List<Finding> findings) {
  public Check {
    findings = List.copyOf(findings);
  }

  /** What is looked at. Its word is for programs, and stays as it is. */
  public enum Kind {
    /** A part of the state. */
    PART("part"),
    /** The format of the state. */
    FORMAT("format"),
    /** Files of a deploy directory that go nowhere. */
    UNMAPPED("unmapped"),
    /** A policy. */
    POLICY("policy");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The word for programs. */
    public String word() {
      return word;
    }
  }

  public Verdict verdict() {
    return Verdict.of(findings);
  }

  /** Its name beside those of other kinds. */
  String fullName() {
    return kind.word() + "/" + name;
  }
}
