package dev.firmtrail.hub.program;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a password comes from. Never from an argument, which every user of the machine can see. */
final class Password {
  /** What is looked at; a password has 1024 bytes at most. */
  private static final int LARGEST = 4096;

  private Password() {}

  /** From a file, else from whoever sits at the terminal, else from standard input. */
  static String ask(Optional<Path> file) throws IOException {
    if (file.isPresent()) {
      try (InputStream in = Files.newInputStream(file.get())) {
        return firstLine(in);
      }
    }
    Optional<Console> person = Terminal.console();
    return person.isPresent() ? twice(person.get()) : firstLine(System.in);
  }

  private static String twice(Console person) throws IOException {
    char[] first = typed(person, "Password: ");
    char[] second = typed(person, "The same again: ");
    try {
      if (!Arrays.equals(first, second)) {
        throw new IOException("the two passwords differ; nothing was changed");
      }
      return new String(first);
    } finally {
      Arrays.fill(first, '\0');
      Arrays.fill(second, '\0');
    }
  }

  private static char[] typed(Console person, String prompt) throws IOException {
    char @Nullable [] typed = person.readPassword("%s", prompt);
    if (typed == null) {
      throw new IOException("no password was typed; nothing was changed");
    }
    return typed;
  }

  private static String firstLine(InputStream in) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(in.readNBytes(LARGEST)))
          .toString()
          .lines()
          .findFirst()
          .orElse("");
    } catch (CharacterCodingException notText) {
      throw new IOException("the password is not UTF-8; nothing was changed", notText);
    }
  }
}
