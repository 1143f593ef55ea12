package dev.firmtrail.pins.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.yaml.StrictYamlException;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinSettingsTest {
  private static PinSettings read(String file) throws StrictYamlException {
    return PinSettings.read(file.getBytes(UTF_8), Set.of("KAS001"));
  }

  @Test
  void readsAllThatThereIs() throws StrictYamlException {
    PinSettings settings =
        read(
            """
            fail-on: error
            kas: [a.yml:b.yml]
            exclude:
              - third-party/**
            allow:
              - rule: KAS001
                files: kas/*.yml
                entry: core
                until: 2027-06-30
                reason: we test what comes next
            """);
    assertThat(settings.failOn()).isEqualTo(Level.ERROR);
    assertThat(settings.projects()).containsExactly("a.yml:b.yml");
    assertThat(settings.excluded().test("third-party/a/b")).isTrue();
    assertThat(settings.excluded().test("first-party/a")).isFalse();
    Allowance allowance = settings.allow().getFirst();
    assertThat(allowance.until()).isEqualTo(LocalDate.of(2027, 6, 30));
    assertThat(allowance.entry()).contains("core");
    assertThat(allowance.isOver(LocalDate.of(2027, 6, 30))).isFalse();
    assertThat(allowance.isOver(LocalDate.of(2027, 7, 1))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fail: error            | line 1, column 1: there is no key fail; there are fail-on",
        "fail-on: all           | line 1, column 10: error, warning or note is expected",
        "kas: a.yml             | a list of files of kas is expected",
        "allow: [{rule: KAS999}] | there is no rule of that id",
        "allow: [{rule: KAS001, files: a, until: 2027-01-01}] | has to say reason",
        "allow: [{rule: KAS001, files: a, reason: b}] | has to say until",
        "allow: [{rule: KAS001, files: a, reason: b, until: 2027-02-30}] | a day as 2027-12-31",
        "allow: [{rule: KAS001, files: a, reason: b, until: soon}] | a day as 2027-12-31",
      })
  void whatBreaksTheRulesIsNamedWithItsPlace(String file, String message) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(StrictYamlException.class)
        .hasMessageContaining(message);
  }
}
