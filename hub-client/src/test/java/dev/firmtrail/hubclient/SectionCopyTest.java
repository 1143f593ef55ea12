package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.State;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys a fast copy takes and leaves. */
final class SectionCopyTest {
  private static final String SOURCE =
      "'#spec':'pantavisor-embed@1','app/a.json':{'n':1},'app/d/b.json':2,'app2/a.json':3,'app.json':4,'x.json':5";
  private static final String DESTINATION =
      "'#spec':'pantavisor-service-system@1','app/old.json':{'m':1},'app/a.json':{'m':1},'app2/k.json':1,'app.json':0";

  private static State state(String members) throws InvalidStateException {
    return State.read(("{" + members.replace('\'', '"') + "}").getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // section-exact: neither app2 nor app.json
        "app||false|'#spec':'pantavisor-service-system@1','app.json':0,'app/a.json':{'n':1},'app/d/b.json':2,'app2/k.json':1",
        "app/||false|'#spec':'pantavisor-service-system@1','app.json':0,'app/a.json':{'n':1},'app/d/b.json':2,'app2/k.json':1",
        // whole values, no deep merge
        "app||true|'#spec':'pantavisor-service-system@1','app.json':0,'app/a.json':{'n':1},'app/d/b.json':2,'app/old.json':{'m':1},'app2/k.json':1",
        "app|new|false|'#spec':'pantavisor-service-system@1','app.json':0,'app/a.json':{'m':1},'app/old.json':{'m':1},'app2/k.json':1,'new/a.json':{'n':1},'new/d/b.json':2",
        "app/d|app2|false|'#spec':'pantavisor-service-system@1','app.json':0,'app/a.json':{'m':1},'app/old.json':{'m':1},'app2/b.json':2",
        "app%2Fd,x.json|app2,app.json|false|'#spec':'pantavisor-service-system@1','app.json':5,'app/a.json':{'m':1},'app/old.json':{'m':1},'app2/b.json':2",
        // what the source does not have is taken away
        "gone|app2|false|'#spec':'pantavisor-service-system@1','app.json':0,'app/a.json':{'m':1},'app/old.json':{'m':1}",
        "gone|app2|true|'#spec':'pantavisor-service-system@1','app.json':0,'app/a.json':{'m':1},'app/old.json':{'m':1},'app2/k.json':1",
        // everything, the format too
        "``||false|'#spec':'pantavisor-embed@1','app/a.json':{'n':1},'app/d/b.json':2,'app2/a.json':3,'app.json':4,'x.json':5",
        "``||true|'#spec':'pantavisor-embed@1','app.json':4,'app/a.json':{'n':1},'app/d/b.json':2,'app/old.json':{'m':1},'app2/a.json':3,'app2/k.json':1,'x.json':5",
      })
  void takesWholeSections(String from, String to, boolean merge, String expected)
      throws HubException, InvalidStateException {
    SectionCopy copy = SectionCopy.of(from, to == null ? "" : to, merge);
    assertThat(copy.apply(state(SOURCE), state(DESTINATION)).json())
        .isEqualTo(state(expected).json());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|app|the source none",
        "a,b|c|2 sections of the source and 1 of the destination",
        "-a|``|names nothing to copy",
        "a,,b|``|empty item",
      })
  void refusesSectionsThatDoNotPair(String from, String to, String why) {
    assertThat(assertThrows(HubException.class, () -> SectionCopy.of(from, to, false)))
        .hasMessageContaining(why);
  }

  @Test
  void refusesWhatWouldBeNoValidState() throws Exception {
    SectionCopy copy = SectionCopy.of("x.json", "x", false);
    State source = state(SOURCE);
    State destination = state(DESTINATION);
    assertThat(assertThrows(HubException.class, () -> copy.apply(source, destination)))
        .hasMessageContaining("would not be a valid state");
  }

  @Test
  void aDestinationWithoutAFormatGetsThatOfTheSource() throws Exception {
    State result = SectionCopy.of("app2", "", false).apply(state(SOURCE), state(""));
    assertThat(result).isEqualTo(state("'#spec':'pantavisor-embed@1','app2/a.json':3"));
  }

  @Test
  void namesWhatTheSourceDoesNotHave() throws Exception {
    assertThat(SectionCopy.of("app,ap,x.json,gone", "", false).missingIn(state(SOURCE)))
        .containsExactly("ap", "gone");
  }
}
