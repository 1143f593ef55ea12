package dev.firmtrail.workspace.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.Fragment;
import dev.firmtrail.state.State;
import dev.firmtrail.testkit.gen.Draws;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import dev.firmtrail.workspace.Dialect;
import dev.firmtrail.workspace.WorkspaceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docs/formats/workspace.md}, Get and merge. */
class CombinationTest {
  /** No one is the directory of another; some begin as others do. */
  private static final List<String> KEYS =
      List.of(
          "app/a", "app/b", "app1/a", "app.json", "ap", "bsp/run.json", "bsp/k", "_config/app/x");

  private static final List<String> ITEMS =
      List.of("app", "app/", "ap", "bsp", "bsp/k", "app.json", "none", "_config", "#spec", "app/a");

  /** States as plain maps: key to digit, which stands for an object or an inlined number. */
  private record Case(
      Map<String, Integer> own,
      Map<String, Integer> source,
      List<String> selections,
      List<String> removals) {
    static Case from(Draws draws) {
      return new Case(map(draws), map(draws), some(draws), some(draws));
    }

    private static Map<String, Integer> map(Draws draws) {
      Map<String, Integer> map = new TreeMap<>();
      KEYS.forEach(key -> {
        int value = draws.below(5);
        if (value > 0) {
          map.put(key, value);
        }
      });
      return map;
    }

    private static List<String> some(Draws draws) {
      List<String> items = new ArrayList<>();
      for (int n = draws.below(4); n > 0; n--) {
        items.add(ITEMS.get(draws.below(ITEMS.size())));
      }
      return items;
    }

    boolean isSelected(String key) {
      return selections.isEmpty() || isAny(key, selections);
    }

    boolean isRemoved(String key) {
      return isAny(key, removals);
    }

    private static boolean isAny(String key, List<String> items) {
      return items.stream()
          .map(item -> item.replaceFirst("/$", ""))
          .anyMatch(item -> key.equals(item) || key.startsWith(item + "/"));
    }

    Combination combination() throws Exception {
      return Combination.of(new Fragment(selections, removals), state("theirs", source));
    }
  }

  private static final Gen<Case> CASES = Case::from;

  private static State state(String spec, Map<String, Integer> files) throws Exception {
    StringBuilder json = new StringBuilder("{\"#spec\":\"" + spec + "\"");
    files.forEach((key, value) ->
        json.append(",\"%s\":%s".formatted(key, key.endsWith(".json") ? value : object(value))));
    return read(json.append('}').toString());
  }

  private static String object(int value) {
    return "\"" + Integer.toString(value).repeat(64) + "\"";
  }

  private static State read(String json) throws Exception {
    return State.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void getReplacesTheSelectedPartsAsWholesAndDropsTheRemovedOnes() {
    Property.forAll(
        CASES,
        2_000,
        each -> {
          Map<String, Integer> model = new TreeMap<>();
          each.own.forEach((key, value) -> {
            if (!each.isSelected(key)) {
              model.put(key, value);
            }
          });
          each.source.forEach((key, value) -> {
            if (each.isSelected(key)) {
              model.put(key, value);
            }
          });
          model.keySet().removeIf(each::isRemoved);
          String spec =
              each.isSelected(State.SPEC_KEY) && !each.isRemoved(State.SPEC_KEY) ? "theirs" : "own";
          assertThat(each.combination().replacing(state("own", each.own)))
              .isEqualTo(state(spec, model));
        });
  }

  @Test
  void mergeDropsTheRemovedPartsAndThenTakesTheSelectedOnes() {
    Property.forAll(
        CASES,
        2_000,
        each -> {
          Map<String, Integer> model = new TreeMap<>(each.own);
          model.keySet().removeIf(each::isRemoved);
          each.source.forEach((key, value) -> {
            if (each.isSelected(key)) {
              model.put(key, value);
            }
          });
          State expected = state(each.isSelected(State.SPEC_KEY) ? "theirs" : "own", model);
          for (Dialect dialect : Dialect.values()) {
            assertThat(each.combination().mergedInto(state("own", each.own), dialect))
                .isEqualTo(expected);
          }
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // own | source | exact | published
        "{\"k\":{\"x\":1,\"y\":2}} | {\"k\":{\"x\":null,\"z\":3}} | {\"k\":{\"y\":2,\"z\":3}} | {\"k\":{\"y\":2,\"z\":3}}",
        "`` | {\"k\":null,\"l\":[null]} | {\"k\":null,\"l\":[null]} | {\"l\":[]}",
        "{\"k\":null} | {\"k\":null} | {\"k\":null} | {}",
        "[1,2] | {\"a\":1} | {\"a\":1} | {\"a\":1}",
        "{\"a\":1} | [null] | [null] | [null]",
        "12345678901234567890 | 12345678901234567891 | 12345678901234567891 | 12345678901234567891",
      })
  void mergesInsideAFileThatBothHave(String own, String source, String exact, String published)
      throws Exception {
    Combination all = Combination.of(Fragment.EVERYTHING, file(source));
    assertThat(all.mergedInto(file(own), Dialect.EXACT)).isEqualTo(file(exact));
    assertThat(all.mergedInto(file(own), Dialect.PUBLISHED)).isEqualTo(file(published));
  }

  private static State file(String json) throws Exception {
    return read("{\"#spec\":\"s\"" + (json.isEmpty() ? "" : ",\"f.json\":" + json) + "}");
  }

  @Test
  void refusesAFileWhereTheOtherHasADirectory() throws Exception {
    State own = read("{\"#spec\":\"s\",\"app\":" + object(1) + "}");
    State source = read("{\"#spec\":\"s\",\"app/a\":" + object(2) + "}");
    Combination part = Combination.of(Fragment.parse("app/a"), source);
    assertThatThrownBy(() -> part.replacing(own))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("both a file and a directory: app");
  }
}
