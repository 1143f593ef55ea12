package dev.firmtrail.audit.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.workspace.WorkspaceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PartsBisectionTest {
  private static final Certainty FINAL = new Certainty(0, 0.99);

  private static Json object(String content) {
    return Json.of(new ObjectId(Sha256.hex(content.getBytes(StandardCharsets.UTF_8))).hex());
  }

  private static Json json(String text) throws Exception {
    return JsonReader.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  /** As a signer would write it, without a signature that holds. */
  private static Json signature(String side, String... include) throws Exception {
    String patterns = String.join("','", include);
    String header = "{'pvs':{'include':['" + patterns + "'],'exclude':[]},'typ':'PVS'}";
    return json(
        "{'#spec':'pvs@2','protected':'%s','signature':'%s'}"
            .formatted(
                Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                side));
  }

  private static State state(Map<String, Json> members) throws Exception {
    JsonObject.Builder state = JsonObject.builder().put(State.SPEC_KEY, State.DEFAULT_SPEC);
    members.forEach(state::put);
    return State.of(state.build());
  }

  /** Parts p00, p01 and so on, each with files, configuration and a signature of its own. */
  private static State device(int parts, String side) throws Exception {
    JsonObject.Builder state = JsonObject.builder().put(State.SPEC_KEY, State.DEFAULT_SPEC);
    for (int i = 0; i < parts; i++) {
      String part = "p%02d".formatted(i);
      state.put(part + "/root.squashfs", object(part + side));
      state.put(part + "/run.json", json("{'name':'" + part + "'}"));
      state.put("_config/" + part + "/etc/conf", object("config" + part + side));
      state.put(
          "_sigs/" + part + ".json", signature(side, part + "/**", "_config/" + part + "/**"));
    }
    return State.of(state.put("same/file", object("same")).build());
  }

  /** The parts of a mixture that are the bad state's, whole; none may be torn. */
  private static Set<String> fromBad(State mixed, State good, State bad) {
    Set<String> taken = new TreeSet<>();
    Map<String, Part> of = Part.of(mixed);
    of.forEach((name, part) -> {
      boolean isBad = part.equals(Part.of(bad).get(name));
      assertThat(isBad || part.equals(Part.of(good).get(name))).as(name + " is torn").isTrue();
      if (isBad && !part.equals(Part.of(good).get(name))) {
        taken.add(name);
      }
    });
    return taken;
  }

  @Test
  void plantedSinglesPairsAndTriplesAreFoundWithWhatBelongsToThem() throws Exception {
    Random random = new Random(23);
    for (int size = 1; size <= 3; size++) {
      int runs = 0;
      for (int i = 0; i < 40; i++) {
        int parts = 12 + random.nextInt(9);
        State good = device(parts, "good");
        State bad = device(parts, "bad");
        Set<String> culprits =
            random
                .ints(0, parts)
                .distinct()
                .limit(size)
                .mapToObj("p%02d"::formatted)
                .collect(Collectors.toSet());
        Set<State> seen = new HashSet<>();
        PartsBisection.Found found =
            new PartsBisection(
                    good,
                    bad,
                    FINAL,
                    state -> {
                      assertThat(seen.add(state)).as("tested twice").isTrue();
                      return fromBad(state, good, bad).containsAll(culprits)
                          ? Outcome.BAD
                          : Outcome.GOOD;
                    })
                .run();
        assertThat(found.guilty().stream().flatMap(unit -> unit.parts().stream()).toList())
            .containsExactlyInAnyOrderElementsOf(culprits);
        assertThat(found.units()).isEqualTo(parts);
        runs += found.runs();
      }
      System.out.printf("%d guilty of 12 to 20 parts: %.1f runs%n", size, runs / 40.0);
      assertThat(runs / 40.0).isLessThan(60);
    }
  }

  @Test
  void aSignatureThatDiffersBindsThePartsThatItCovers() throws Exception {
    State good =
        state(
            Map.of(
                "a/x",
                object("a1"),
                "b/x",
                object("b1"),
                "c/x",
                object("c1"),
                "d/x",
                object("d1"),
                "_sigs/all.json",
                signature("one", "a/**", "b/**"),
                "_sigs/same.json",
                signature("same", "c/**", "d/**")));
    State bad =
        state(
            Map.of(
                "a/x",
                object("a2"),
                "b/x",
                object("b2"),
                "c/x",
                object("c2"),
                "d/x",
                object("d2"),
                "_sigs/all.json",
                signature("two", "a/**", "b/**"),
                "_sigs/same.json",
                signature("same", "c/**", "d/**")));
    assertThat(Unit.of(good, bad))
        .containsExactly(
            new Unit(List.of("a", "all", "b")), new Unit(List.of("c")), new Unit(List.of("d")));
  }

  @Test
  void containersOfAGroupThatIsDefinedOtherwiseMoveTogether() throws Exception {
    String groups = "{'groups':[{'name':'app','timeout':%d},{'name':'root'}]}";
    Map<String, Json> runs =
        Map.of(
            "a/run.json", json("{'group':'app'}"),
            "b/run.json", json("{'runlevel':'app'}"),
            "c/run.json", json("{'group':'root'}"),
            "d/run.json", json("{'group':'root'}"));
    JsonObject.Builder good = JsonObject.builder().putAll(runs);
    JsonObject.Builder bad = JsonObject.builder().putAll(runs);
    for (String part : List.of("a", "b", "c", "d")) {
      good.put(part + "/x", object(part + 1));
      bad.put(part + "/x", object(part + 2));
    }
    good.put("device.json", json(groups.formatted(30)));
    bad.put("device.json", json(groups.formatted(60)));
    assertThat(Unit.of(state(good.build().members()), state(bad.build().members())))
        .containsExactly(
            new Unit(List.of("a", "b")),
            new Unit(List.of("c")),
            new Unit(List.of("d")),
            new Unit(List.of("device.json")));
  }

  @Test
  void aPartThatWasAddedOrTakenAwayCanBeTheCulprit() throws Exception {
    State good = state(Map.of("a/x", object("a1"), "gone/x", object("g"), "b/x", object("b1")));
    State bad = state(Map.of("a/x", object("a2"), "new/x", object("n"), "b/x", object("b2")));
    for (String culprit : List.of("gone", "new")) {
      PartsBisection.Found found =
          new PartsBisection(
                  good,
                  bad,
                  FINAL,
                  state ->
                      Part.of(state).containsKey(culprit) == culprit.equals("new")
                          ? Outcome.BAD
                          : Outcome.GOOD)
              .run();
      assertThat(found.guilty()).containsExactly(new Unit(List.of(culprit)));
    }
  }

  @Test
  void whatIsNoStateOrCannotBeTestedIsPassedOver() throws Exception {
    State good = device(12, "good");
    State bad = device(12, "bad");
    PartsBisection.Found found =
        new PartsBisection(
                good,
                bad,
                FINAL,
                state -> {
                  Set<String> taken = fromBad(state, good, bad);
                  boolean torn = taken.contains("p01") != taken.contains("p09");
                  return torn ? Outcome.SKIP : taken.contains("p09") ? Outcome.BAD : Outcome.GOOD;
                })
            .run();
    assertThat(found.guilty()).containsExactly(new Unit(List.of("p01")), new Unit(List.of("p09")));
  }

  @Test
  void aGoodStateThatFailsAndABadOneThatPassesAreRefused() throws Exception {
    State good = device(3, "good");
    State bad = device(3, "bad");
    for (Outcome always : Outcome.values()) {
      assertThatThrownBy(() -> new PartsBisection(good, bad, FINAL, state -> always).run())
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("was named as " + (always == Outcome.GOOD ? "bad" : "good"));
    }
    assertThatThrownBy(() -> new PartsBisection(good, good, FINAL, state -> Outcome.GOOD).run())
        .hasMessageContaining("are the same");
  }
}
