package dev.firmtrail.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firmtrail.fuzz.DeviceTextOpinion.Seen;
import dev.firmtrail.state.json.DeviceText;
import dev.firmtrail.state.json.DeviceTokens;
import dev.firmtrail.state.json.DeviceTokens.Kind;
import dev.firmtrail.state.json.DeviceTokens.Member;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.state.json.RawText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What a device makes of a text: a second opinion sees the same tokens with the same ones inside,
 * or is stopped at the same byte ({@link DeviceTextOpinion}). What the strict reader takes a device
 * takes too, and of an object it sees the same members.
 */
final class DeviceTextTarget implements Target {
  @Override
  public void accept(byte[] input) throws Exception {
    DeviceTextOpinion opinion = new DeviceTextOpinion(input);
    Optional<Json> strict = strict(input);
    switch (DeviceText.read(input)) {
      case DeviceTokens tokens -> {
        Must.equal(opinion.stoppedAt(), OptionalInt.empty(), "tokens, and the place of a refusal");
        same(tokens, opinion.seen());
        if (strict.isPresent() && strict.get() instanceof JsonObject object) {
          sameMembers(tokens.members(0).orElseThrow(), object);
        }
      }
      case DeviceText.Refused(String problem, int offset) -> {
        Must.hold(!problem.isBlank(), "refused without a word");
        Must.equal(opinion.stoppedAt(), OptionalInt.of(offset), problem);
        Must.hold(strict.isEmpty(), "only the strict reader takes it: " + problem);
      }
      case DeviceText.TooLarge() ->
          Must.hold(input.length > DeviceText.MAX_TOKENS, "too large with " + input.length);
    }
  }

  private static Optional<Json> strict(byte[] input) {
    try {
      return Optional.of(JsonReader.read(input));
    } catch (JsonException refused) {
      return Optional.empty();
    }
  }

  private static void same(DeviceTokens tokens, List<Seen> seen) {
    Must.equal(tokens.count(), seen.size(), "tokens");
    for (int i = 0; i < seen.size(); i++) {
      Seen one = seen.get(i);
      Must.equal(tokens.kind(i), one.kind(), "what a token is");
      Must.equal(tokens.text(i).bytes(), one.text(), "its text");
      Must.equal(tokens.inside(i), one.inside(), "what is in it");
      Must.equal(tokens.members(i), members(one, seen), "its members");
    }
    behind("#spec", tokens, seen);
    if (!seen.isEmpty() && seen.getLast().text().chars().allMatch(c -> c < 0x80)) {
      behind(seen.getLast().text(), tokens, seen);
    }
  }

  private static void behind(String name, DeviceTokens tokens, List<Seen> seen) {
    Must.equal(
        tokens.behind(name),
        IntStream.range(1, seen.size())
            .filter(
                i -> seen.get(i - 1).kind() == Kind.STRING && seen.get(i - 1).text().equals(name))
            .findFirst(),
        "what is behind " + name);
  }

  private static Optional<List<Member>> members(Seen container, List<Seen> seen) {
    List<Member> members = new ArrayList<>();
    Iterator<Integer> inside = container.inside().iterator();
    while (inside.hasNext()) {
      Seen name = seen.get(inside.next());
      if (name.kind() != Kind.STRING || !inside.hasNext()) {
        return Optional.empty();
      }
      RawText value = new RawText(seen.get(inside.next()).text());
      members.add(new Member(new RawText(name.text()), value));
    }
    return container.kind() == Kind.OBJECT ? Optional.of(members) : Optional.empty();
  }

  private static void sameMembers(List<Member> members, JsonObject strict) throws JsonException {
    Must.equal(members.size(), strict.members().size(), "members");
    Iterator<Member> seen = members.iterator();
    for (Map.Entry<String, Json> member : strict.members().entrySet()) {
      Member one = seen.next();
      Must.equal(unescaped(one.name()), Json.of(member.getKey()), "a name");
      boolean isString = member.getValue() instanceof JsonString;
      Json value = isString ? unescaped(one.value()) : JsonReader.read(one.value().toBytes());
      Must.equal(value, member.getValue(), "a value");
    }
  }

  private static Json unescaped(RawText string) throws JsonException {
    return JsonReader.read(("\"" + string.decoded() + "\"").getBytes(UTF_8));
  }
}
