package dev.firmtrail.signatures;

import static dev.firmtrail.signatures.Row.fails;
import static dev.firmtrail.signatures.Row.holds;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a header may say, each time under a signature that is right for it. */
class HeaderTest {
  private static final Trust TRUST =
      new Trust.Keys(List.of(Keys.P256.getPublic(), Keys.RSA.getPublic()));
  private static final String GOOD = new String(Forge.text(Forge.header("ES256").build()), UTF_8);

  private static JsonObject signed(byte[] header) {
    return Forge.signed(header, Algorithm.ES256, Keys.P256.getPrivate());
  }

  private static JsonObject signed(String header) {
    return signed(header.getBytes(UTF_8));
  }

  private static Row bad(String name, String header) {
    return fails(Reason.BAD_HEADER, name, TRUST, signed(header));
  }

  private static Row with(Reason wanted, String member, Json value) {
    JsonObject header = Forge.header("ES256").put(member, value).build();
    return fails(wanted, member + " " + value, TRUST, signed(Forge.text(header)));
  }

  private static Row without(Reason wanted, String member) {
    JsonObject.Builder header = JsonObject.builder();
    Forge.header("ES256")
        .build()
        .members()
        .forEach((name, value) -> {
          if (!name.equals(member)) {
            header.put(name, value);
          }
        });
    return fails(wanted, "without " + member, TRUST, signed(Forge.text(header.build())));
  }

  @TestFactory
  Stream<DynamicTest> itIsStrictJson() {
    return Stream.of(
            holds("as it should be", TRUST, signed(GOOD)),
            holds("with white space", TRUST, signed(" " + GOOD.replace(",", " ,\n") + "\t")),
            holds("with an escape", TRUST, signed(GOOD.replace("PVS", "\\u0050VS"))),
            holds("a slash escaped", TRUST, signed(GOOD.replace("/", "\\/"))),
            bad("a mark in front", "\uFEFF" + GOOD),
            bad("something behind", GOOD + "{}"),
            bad("a zero behind", GOOD + "\0"),
            bad("twice", GOOD + GOOD),
            bad("empty", ""),
            bad("no object", "[" + GOOD + "]"),
            bad("text", "\"" + GOOD.replace("\"", "\\\"") + "\""),
            bad("a comma too many", GOOD.replaceFirst("}$", ",}")),
            bad("a remark", GOOD.replaceFirst("}$", "/* */}")),
            bad("alg twice", GOOD.replaceFirst("\\{", "{\"alg\":\"none\",")),
            bad("alg twice, the same", GOOD.replaceFirst("\\{", "{\"alg\":\"ES256\",")),
            bad("alg twice, one escaped", GOOD.replaceFirst("\\{", "{\"\\u0061lg\":\"none\",")),
            bad("include twice", GOOD.replace("\"include\"", "\"include\":[],\"include\"")),
            bad("pvs twice", GOOD.replaceFirst("\"pvs\"", "\"pvs\":{},\"pvs\"")),
            bad("deep", GOOD.replace("\"PVS\"", "[".repeat(600) + "]".repeat(600))),
            fails(Reason.BAD_HEADER, "UTF-16", TRUST, signed(GOOD.getBytes(UTF_16))),
            fails(Reason.BAD_HEADER, "UTF-16, no mark", TRUST, signed(GOOD.getBytes(UTF_16LE))),
            fails(Reason.BAD_HEADER, "broken UTF-8", TRUST, signed(broken())))
        .map(Row::test);
  }

  private static byte[] broken() {
    byte[] header = GOOD.replace("PVS", "PV?").getBytes(UTF_8);
    header[GOOD.indexOf("PVS") + 2] = (byte) 0x80;
    return header;
  }

  @TestFactory
  Stream<DynamicTest> itSaysWhatIsKnownAndNothingElse() {
    List<Row> rows = new ArrayList<>();
    for (String type : List.of("JOSE", "pvs", "PVS ", "application/PVS", "JWT", "")) {
      rows.add(with(Reason.BAD_HEADER, "typ", Json.of(type)));
    }
    rows.add(with(Reason.BAD_HEADER, "typ", Json.Literal.NULL));
    rows.add(with(Reason.BAD_HEADER, "typ", Json.ofStrings(List.of("PVS"))));
    rows.add(without(Reason.BAD_HEADER, "typ"));
    rows.add(without(Reason.BAD_HEADER, "pvs"));
    rows.add(without(Reason.BAD_ALGORITHM, "alg"));
    for (String member :
        List.of("kid", "jku", "x5u", "x5t", "x5t#S256", "cty", "zip", "iat", "nonce", "", "ALG")) {
      rows.add(with(Reason.BAD_HEADER, member, Json.of("https://example.org/key")));
    }
    rows.add(with(Reason.BAD_HEADER, "crit", Json.ofStrings(List.of("exp"))));
    rows.add(with(Reason.BAD_HEADER, "crit", Json.ofStrings(List.of())));
    rows.add(with(Reason.BAD_HEADER, "b64", Json.of(false)));
    rows.add(with(Reason.BAD_HEADER, "b64", Json.of(true)));
    return rows.stream().map(Row::test);
  }

  @TestFactory
  Stream<DynamicTest> itSelectsByPatternsThatAllReadInOneWay() {
    List<Row> rows = new ArrayList<>();
    String include = "\"include\":[\"app/**\"]";
    String exclude = "\"exclude\":[\"app/src.json\",\"" + Forge.KEY + "\"]";
    rows.add(holds("the other order", TRUST, signed(swapped(include, exclude))));
    rows.add(holds("no exclude patterns", TRUST, signed(GOOD.replace(exclude, "\"exclude\":[]"))));
    rows.add(bad("exclude missing", GOOD.replace("," + exclude, "")));
    rows.add(bad("include missing", GOOD.replace(include + ",", "")));
    rows.add(bad("include null", GOOD.replace(include, "\"include\":null")));
    rows.add(bad("include text", GOOD.replace(include, "\"include\":\"app/**\"")));
    rows.add(bad("a number", GOOD.replace(include, "\"include\":[\"app/**\",1]")));
    rows.add(bad("a third member", GOOD.replace(include, include + ",\"only\":[]")));
    rows.add(bad("pvs is an array", GOOD.replaceFirst("\"pvs\":\\{.*?}", "\"pvs\":[]")));
    rows.add(pattern(Reason.EMPTY_SELECTION, GOOD.replace(include, "\"include\":[]")));
    rows.add(pattern(Reason.EMPTY_SELECTION, GOOD.replace("app/**", "appendix/**")));
    rows.add(pattern(Reason.EMPTY_SELECTION, GOOD.replace("app/src.json", "**")));
    for (String unclear : List.of("{app,bsp}/**", "[!a]pp/**", "[[:alpha:]]*/**", "[", "a\\\\")) {
      rows.add(pattern(Reason.BAD_PATTERN, GOOD.replace("app/**", unclear)));
      rows.add(pattern(Reason.BAD_PATTERN, GOOD.replace("app/src.json", unclear)));
    }
    rows.add(pattern(Reason.BAD_PATTERN, GOOD.replace("app/src.json", "x".repeat(5000))));
    rows.add(pattern(Reason.TOO_MUCH, many(1024)));
    rows.add(holds("1024 patterns", TRUST, signed(many(1022))));
    return rows.stream().map(Row::test);
  }

  private static String swapped(String one, String other) {
    return GOOD.replace(one, "%").replace(other, one).replace("%", other);
  }

  private static String many(int more) {
    String others = String.join(",", Collections.nCopies(more - 1, "\"x\""));
    return GOOD.replace("[\"app/**\"]", "[\"app/**\"," + others + "]");
  }

  private static Row pattern(Reason wanted, String header) {
    String name = header.length() < 200 ? header : header.length() + " bytes";
    return fails(wanted, name, TRUST, signed(header));
  }

  @TestFactory
  Stream<DynamicTest> itsAlgorithmIsOneOfFour() throws GeneralSecurityException {
    List<Row> rows = new ArrayList<>();
    for (String label :
        List.of("none", "None", "NONE", "", "es256", "ES256 ", "ES256K", "EdDSA", "HS256", "RS1")) {
      rows.add(with(Reason.BAD_ALGORITHM, "alg", Json.of(label)));
      JsonObject header = Forge.header(label).build();
      JsonObject empty = Forge.document(Forge.text(header), new byte[0]).build();
      rows.add(fails(Reason.BAD_ALGORITHM, label + ", unsigned", TRUST, empty));
    }
    rows.add(with(Reason.BAD_ALGORITHM, "alg", Json.Literal.NULL));
    rows.add(with(Reason.BAD_ALGORITHM, "alg", Json.ofStrings(List.of("ES256"))));
    rows.add(labelled("RS384", "SHA384withRSA"));
    rows.add(labelled("RS512", "SHA512withRSA"));
    byte[] der = Keys.RSA.getPublic().getEncoded();
    RSAPublicKey rsa = (RSAPublicKey) Keys.RSA.getPublic();
    rows.add(keyed("the key in DER", der));
    rows.add(keyed("the key in PEM", pem(der).getBytes(UTF_8)));
    rows.add(keyed("the modulus", rsa.getModulus().toByteArray()));
    rows.add(keyed("a byte", new byte[1]));
    return rows.stream().map(Row::test);
  }

  private static Row labelled(String label, String jcaName) {
    byte[] header = Forge.text(Forge.header(label).build());
    byte[] value = Forge.sign(jcaName, Keys.RSA.getPrivate(), Forge.input(header));
    return fails(Reason.BAD_ALGORITHM, label, TRUST, Forge.document(header, value).build());
  }

  /** HMAC with what everybody knows as its secret. */
  private static Row keyed(String name, byte[] secret) throws GeneralSecurityException {
    byte[] header = Forge.text(Forge.header("HS256").build());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    byte[] value = mac.doFinal(Forge.input(header));
    return fails(
        Reason.BAD_ALGORITHM, "HS256 by " + name, TRUST, Forge.document(header, value).build());
  }

  private static String pem(byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n";
  }

  /** The signature is the right one for what the label says, or for what the key is. */
  @TestFactory
  Stream<DynamicTest> itsAlgorithmIsThatOfTheKey() {
    List<Row> rows = new ArrayList<>();
    for (Algorithm label : Algorithm.values()) {
      for (Algorithm used : Algorithm.values()) {
        Trust trust = new Trust.Keys(List.of(Keys.of(used).getPublic()));
        byte[] header = Forge.text(Forge.header(label.name()).build());
        JsonObject document = Forge.signed(header, used, Keys.of(used).getPrivate());
        String name = used + " called " + label;
        rows.add(
            label == used
                ? holds(name, trust, document)
                : fails(Reason.WRONG_KEY, name, trust, document));
      }
    }
    UnaryOperator<String> rsa = text -> text.replace("ES256", "RS256");
    rows.add(
        fails(Reason.MALFORMED, "an ECDSA value under an RSA key", TRUST, signed(rsa.apply(GOOD))));
    return rows.stream().map(Row::test);
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(detail("kid", Json.of("x")))
        .contains("the header has a member that is not known: kid");
    assertThat(detail("typ", Json.of("a\u202eb"))).contains("typ is not PVS: a\\u{202e}b");
    assertThat(detail("alg", Json.of("none"))).contains("alg is none that is accepted: none");
    Json ten = Json.ofStrings(List.of("AAAA"));
    assertThat(detail("x5c", ten)).contains("entry 1 of x5c is not a certificate");
    String leaf = Base64.getEncoder().encodeToString(Forge.der(Draft.of("x").sign().certificate()));
    assertThat(detail("x5c", Json.ofStrings(List.of(leaf, leaf, "%"))))
        .contains("entry 3 of x5c is not a certificate: not base64");
  }

  private static String detail(String member, Json value) {
    JsonObject header = Forge.header("ES256").put(member, value).build();
    return Forge.verdict(TRUST, signed(Forge.text(header))).toString();
  }
}
