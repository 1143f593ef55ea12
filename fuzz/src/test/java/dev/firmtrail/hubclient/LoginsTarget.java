package dev.firmtrail.hubclient;

import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.fuzz.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A person's {@code auth.json} and {@code firmtrail.json}: refused in one line, or every token can
 * stand in a header, and one more token leaves the others as they are.
 */
public final class LoginsTarget implements Target {
  private static final AuthFile.Key KEY = new AuthFile.Key("https://hub.example/auth", "a realm");
  private static final String TOKEN = "a.b.c";

  private final Path directory;

  public LoginsTarget() throws IOException {
    this.directory = Workplace.make();
  }

  @Override
  public void accept(byte[] input) throws IOException {
    Files.write(directory.resolve(AuthFile.FILE), input);
    AuthFile file = new AuthFile(directory);
    try {
      Map<String, String> tokens = new HashMap<>(file.tokens());
      Must.hold(tokens.values().stream().allMatch(AuthFile::isToken), "not for a header");
      tokens
          .keySet()
          .forEach(key ->
              AuthFile.Key.parse(key).ifPresent(read -> Must.equal(read.text(), key, "the key")));
      file.put(KEY, TOKEN);
      tokens.put(KEY.text(), TOKEN);
      Must.equal(file.tokens(), tokens, "the tokens with one more");
      Must.equal(file.token(KEY).orElse(""), TOKEN, "the new token");
    } catch (HubException refused) {
      Must.beShowable(refused);
    }
    Files.write(directory.resolve(HubAddresses.FILE), input);
    try {
      HubAddresses.remembered(directory)
          .ifPresent(kept -> {
            Must.beCallable(kept.hub());
            Must.beCallable(kept.repositories());
          });
    } catch (HubException refused) {
      Must.beShowable(refused);
    }
  }
}
