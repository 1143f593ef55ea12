package dev.firmtrail.state;

/**
 * Reads a pattern of a signature. It is an ignore file's, less what signers and devices read
 * differently. For one text.
 */
final class SelectionGlobParser extends IgnoreGlobParser {
  SelectionGlobParser(String text) {
    super(text);
  }

  @Override
  int character() throws InvalidGlobException {
    if (in[at] == '{' || in[at] == '}') {
      throw refuse("braces are alternatives to some programs and plain characters to others");
    }
    return super.character();
  }

  @Override
  GlobStep stars() throws InvalidGlobException {
    if (at + 2 < in.length && in[at + 1] == '*' && in[at + 2] == '*') {
      throw refuse("three stars are one to some programs and two to others");
    }
    return super.stars();
  }

  /** To published programs and devices, {@code a/**} fits {@code a/} too. */
  @Override
  GlobStep rest() {
    return new GlobStep.Rest(true);
  }

  @Override
  GlobStep oneOf() throws InvalidGlobException {
    if (at + 1 < in.length && in[at + 1] == '!') {
      throw refuse("'[!' excludes a character for some programs only; write '[^'");
    }
    for (int i = at + 1; i + 1 < in.length && in[i] != ']'; i++) {
      if (in[i] == '[') {
        throw refuse("'[' inside of '[…]' names a class of characters for some programs only");
      }
    }
    return super.oneOf();
  }
}
