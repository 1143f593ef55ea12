package dev.firmtrail.audit.gate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a secret looks like. Each rule asks for more than a beginning: programs that read keys hold
 * the words that keys begin with. The table stands in {@code docs/formats/gate.md}, Secrets.
 */
enum SecretRule {
  /** PKCS#1, PKCS#8, SEC 1, OpenSSH or PGP in PEM; line ends may be escaped, as in JSON. */
  PRIVATE_KEY(
      "private-key",
      "-----BEGIN ",
      "-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----\\s{0,4}(?:\\\\[rn]){0,4}"
          + "(?:[A-Za-z-]{1,32}: [^\\r\\n\\\\]{1,200}(?:[\\r\\n]|\\\\[rn]){1,8}){0,8}"
          + "(?:[\\r\\n]|\\\\[rn]){0,4}[A-Za-z0-9+/=]{32}"),
  AGE_KEY("age-key", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1[0-9A-Z]{58}"),
  AWS_ACCESS_KEY("aws-access-key", "AKIA", "AKIA[A-Z2-7]{16}(?![A-Za-z0-9])"),
  AWS_SESSION_KEY("aws-session-key", "ASIA", "ASIA[A-Z2-7]{16}(?![A-Za-z0-9])"),
  GOOGLE_API_KEY("google-api-key", "AIza", "AIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])"),
  GITHUB_TOKEN("github-token", "gh", "gh[pousr]_[0-9A-Za-z]{36}(?![0-9A-Za-z])"),
  GITHUB_FINE_TOKEN("github-fine-token", "github_pat_", "github_pat_[0-9A-Za-z_]{82}"),
  GITLAB_TOKEN("gitlab-token", "glpat-", "glpat-[0-9A-Za-z_-]{20}"),
  SLACK_TOKEN("slack-token", "xox", "xox[abprs]-[0-9]{8,14}-[0-9A-Za-z-]{20,200}"),
  /** As hubs, clouds and sign-ons give them: three pieces, the first two JSON. */
  JSON_WEB_TOKEN(
      "json-web-token",
      "eyJ",
      "eyJ[0-9A-Za-z_-]{10,1000}\\.eyJ[0-9A-Za-z_-]{10,4000}\\.[0-9A-Za-z_-]{32,700}"),
  /** A line of {@code etc/shadow}, or of what is made like it. */
  PASSWORD_HASH(
      "password-hash",
      ":$",
      ":\\$(?:1|5|6|7|y|gy|2[abxy])\\$[./0-9A-Za-z$,=]{20,300}(?::|[\\r\\n]|$)");

  /** Longest text that a rule looks at, in bytes; more than each pattern can take. */
  static final int LONGEST = 8 << 10;

  private final String id;
  private final String anchor;
  private final Pattern pattern;

  SecretRule(String id, String anchor, String pattern) {
    this.id = id;
    this.anchor = anchor;
    this.pattern = Pattern.compile(pattern);
  }

  /** What it is called in policies' results. */
  String id() {
    return id;
  }

  /**
   * Where the first secret is that begins in a range of a text; -1 for none.
   *
   * @param text bytes as ISO 8859-1
   * @param from first place where it may begin
   * @param to behind the last place where it may begin
   */
  int find(String text, int from, int to) {
    for (int at = text.indexOf(anchor, from);
        at >= 0 && at < to;
        at = text.indexOf(anchor, at + 1)) {
      boolean insideWord = at > 0 && isWord(anchor.charAt(0)) && isWord(text.charAt(at - 1));
      Matcher matcher = pattern.matcher(text).region(at, Math.min(text.length(), at + LONGEST));
      if (!insideWord && matcher.lookingAt()) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
