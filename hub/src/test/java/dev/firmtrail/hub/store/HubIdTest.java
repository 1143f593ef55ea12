package dev.firmtrail.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Ids are 24 lower-case hex digits and nothing else. */
class HubIdTest {
  private static final String GOOD = "0123456789abcdef01234567";

  @Test
  void takesAtEachPlaceADigitAndNothingElse() {
    for (int place = 0; place < GOOD.length(); place++) {
      for (char c = 0; c < 0x180; c++) {
        String text = GOOD.substring(0, place) + c + GOOD.substring(place + 1);
        boolean digit = "0123456789abcdef".indexOf(c) >= 0;
        assertThat(HubId.parse(text).isPresent()).as("%d: %d", place, (int) c).isEqualTo(digit);
      }
    }
  }

  @Test
  void takesNoOtherLength() {
    assertThat(HubId.parse(GOOD)).contains(new HubId(GOOD));
    for (String text : new String[] {"", GOOD.substring(1), GOOD + "0", GOOD + "\n"}) {
      assertThat(HubId.parse(text)).as(text).isEmpty();
      assertThatThrownBy(() -> new HubId(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void beginsWithTheSecondInWhichItWasMade() {
    HubId made = HubId.fresh(Instant.ofEpochSecond(0x66112233L), new SecureRandom());
    assertThat(made.hex()).startsWith("66112233").matches("[0-9a-f]{24}");
  }
}
