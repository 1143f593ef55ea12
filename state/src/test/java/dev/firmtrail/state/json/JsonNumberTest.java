package dev.firmtrail.state.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {
  @Test
  void canonicalTextIsTheExactDecimalValue() {
    Property.forAll(
        JsonGen.numberTexts(),
        100_000,
        text -> {
          String canonical = JsonNumber.parse(text).canonical();
          BigDecimal exact = new BigDecimal(text).stripTrailingZeros();
          assertThat(canonical)
              .isEqualTo(exact.scale() <= 0 ? exact.toBigInteger().toString() : scientific(exact));
        });
  }

  private static String scientific(BigDecimal exact) {
    BigInteger unscaled = exact.unscaledValue();
    String digits = unscaled.abs().toString();
    return (unscaled.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + "."
        + (digits.length() == 1 ? "0" : digits.substring(1))
        + "E"
        + (digits.length() - 1 - exact.scale());
  }

  @ParameterizedTest
  @CsvSource({
    "1e-400, 0",
    "-0, 0",
    "-1e-400, 0",
    "9007199254740993, 9007199254740992",
    "5e-324, 5.0E-324",
    "4.9406564584124654e-324, 5.0E-324",
    "9.88e-324, 1.0E-323",
    "18446744073709551615, 18446744073709552000",
    "0.1234567890123456789, 1.2345678901234568E-1",
    "2e-323, 2.0E-323",
    "1e23, 100000000000000000000000"
  })
  void roundsAsThePublishedProgramsDo(String in, String out) {
    assertThat(JsonNumber.parse(in).rounded().canonical()).isEqualTo(out);
  }

  @Test
  void roundedNumbersStayWhatTheyAre() {
    Gen<Double> doubles =
        draws ->
            Double.longBitsToDouble(
                ((long) draws.below(1 << 30) << 34)
                    | ((long) draws.below(1 << 30) << 4)
                    | draws.below(16));
    Property.forAll(
        doubles,
        20_000,
        value -> {
          if (Double.isFinite(value)) {
            JsonNumber rounded =
                JsonNumber.parse(
                        new BigDecimal(value).round(new java.math.MathContext(40)).toString())
                    .rounded();
            assertThat(rounded.toDouble()).isEqualTo(value == 0 ? 0.0 : value);
            assertThat(rounded.rounded()).isEqualTo(rounded);
            assertThat(
                    rounded
                        .canonical()
                        .replaceAll("E.*|[-.]", "")
                        .replaceAll("^0+|0+$", "")
                        .length())
                .isLessThanOrEqualTo(17);
          }
        });
  }

  @Test
  void saysWhenADoubleCannotHoldIt() {
    assertThatThrownBy(() -> JsonNumber.parse("1e309").rounded())
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e4096", "-1e4095", "1e999999999", "1e9999999999", "1e-9999999999"})
  void refusesWhatWouldGrowBeyondTheLimit(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> JsonNumber.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "+1", "01", "1.", ".5", "1e", "1 ", " 1", "0x1", "١", "1e5x", "NaN"})
  void refusesWhatIsNoNumber(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonNumber.parse(text))
        .withMessage("not a number");
  }

  @Test
  void whateverIsReadCanBeReadAgainInCanonicalForm() {
    String digits = "1".repeat(JsonNumber.MAX_DIGITS - 2);
    assertThatIllegalArgumentException().isThrownBy(() -> JsonNumber.parse("0." + digits));
    String fits = "0." + digits.substring(4);
    String canonical = JsonNumber.parse(fits).canonical();
    assertThat(JsonNumber.parse(canonical).canonical())
        .isEqualTo(canonical)
        .hasSizeLessThanOrEqualTo(JsonNumber.MAX_DIGITS);
    assertThat(JsonNumber.parse("1e4095").canonical()).hasSize(4096);
  }

  @Test
  void givesALongOnlyWhenItIsExact() {
    assertThat(JsonNumber.parse("-9223372036854775808").exactLong()).contains(Long.MIN_VALUE);
    assertThat(JsonNumber.parse("9223372036854775808").exactLong()).isEmpty();
    assertThat(JsonNumber.parse("1.0e2").exactLong()).contains(100L);
    assertThat(JsonNumber.parse("1.5").exactLong()).isEmpty();
    assertThat(JsonNumber.parse("1e2"))
        .isEqualTo(JsonNumber.parse("100.0"))
        .hasSameHashCodeAs(JsonNumber.of(100));
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "1e21, 1e+21",
    "100000000000000000000, 100000000000000000000",
    "1e-7, 1e-7",
    "0.000001, 0.000001",
    "5e-324, 5e-324",
    "-1.5e300, -1.5e+300",
    "-1e-400, -0",
    "12345678901234567890, 12345678901234567000"
  })
  void printsADoubleAsGoDoes(String in, String out) {
    JsonWriter writer =
        JsonWriter.pretty("", JsonWriter.Numbers.GO_DOUBLE, JsonWriter.Escapes.GO_HTML);
    assertThat(writer.text(JsonNumber.parse(in))).isEqualTo(out);
  }
}
