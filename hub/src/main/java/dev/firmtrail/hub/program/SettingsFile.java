package dev.firmtrail.hub.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a file of settings ({@code docs/hub-settings.md}): lines of {@code key = value}, blank
 * lines, and lines that begin with {@code #}. A value is what stands behind the first equals sign,
 * without the blanks around it; there are no quotes and no escapes, so every value can be written
 * as it is.
 */
final class SettingsFile {
  private static final int LARGEST = 64 << 10;

  private SettingsFile() {}

  /**
   * What a file says, and on which line.
   *
   * @throws BadSettingException it cannot be read, or a line is no setting: says which and why
   */
  static Map<HubSetting, Said> read(Path file) throws BadSettingException {
    Map<HubSetting, Said> found = new EnumMap<>(HubSetting.class);
    List<String> lines = text(file).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String where = file + ":" + (i + 1);
      Said said = said(line, where);
      HubSetting setting =
          HubSetting.ofKey(key(line))
              .orElseThrow(() ->
                  new BadSettingException(
                      "%s: there is no setting '%s'; docs/hub-settings.md lists them"
                          .formatted(where, key(line))));
      Optional<Said> before = Optional.ofNullable(found.put(setting, said));
      if (before.isPresent()) {
        throw new BadSettingException(
            "%s: %s was said before, at %s".formatted(where, setting.key(), before.get().where()));
      }
    }
    return found;
  }

  private static Said said(String line, String where) throws BadSettingException {
    int equals = line.indexOf('=');
    if (equals <= 0) {
      throw new BadSettingException(where + ": a line is key = value, or begins with #");
    }
    String value = line.substring(equals + 1).strip();
    if (value.isEmpty()) {
      throw new BadSettingException(
          "%s: %s has no value; leave the line out for the default".formatted(where, key(line)));
    }
    return new Said(value, where + ": " + key(line));
  }

  private static String key(String line) {
    return line.substring(0, line.indexOf('=')).strip();
  }

  private static String text(Path file) throws BadSettingException {
    try {
      if (!Files.isRegularFile(file)) {
        throw new BadSettingException(
            file + " is no file of settings: there is no such plain file");
      }
      if (Files.size(file) > LARGEST) {
        throw new BadSettingException(
            "%s is no file of settings: it is larger than %d bytes".formatted(file, LARGEST));
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException notText) {
      throw new BadSettingException(file + " is no file of settings: it is not UTF-8");
    } catch (IOException cannot) {
      throw new BadSettingException("cannot read the settings in " + file + ": " + cannot);
    }
  }
}
