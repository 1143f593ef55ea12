package dev.firmtrail.cli.hostile;

import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.signatures.Selection;
import dev.firmtrail.signatures.Signing;
import dev.firmtrail.signatures.SigningKey;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.testkit.wire.Answer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signatures, keys, certificates and revocation lists that somebody made to do harm. */
final class HostileSignatures {
  private static final Path KEYS =
      Path.of(System.getProperty("firmtrail.root", "..")).resolve("vectors/pvr/keys");
  private static final Path CASES =
      Path.of(System.getProperty("firmtrail.root", "..")).resolve("vectors/pvs");
  private static final String SIGNATURE = "_sigs/app.json";
  private static final Typed ADD = Typed.to(ExitCode.NOT_SIGNED, "sig", "add", "--part", "app");
  private static final Typed ADD_ALL = Typed.to(ExitCode.NOT_SIGNED, "sig", "add");
  private static final Typed LIST = Typed.to(ExitCode.NOT_ACCEPTED, "sig", "ls");
  private static final Typed UPDATE = Typed.to(ExitCode.NOT_UPDATED, "sig", "update");
  private static final Typed VERIFY = Typed.to(ExitCode.NOT_ACCEPTED, "sig", "verify");
  private static final Typed VERIFY_FILE =
      Typed.to(ExitCode.NOT_ACCEPTED, "sig", "verify", "../state.json");

  private HostileSignatures() {}

  static List<Hostile> all() {
    List<Hostile> all = new ArrayList<>();
    inPlaceOf(all, "signing-key", "home/.pvr/pvs/key.default.pem", List.of(ADD, ADD_ALL));
    inPlaceOf(all, "signing-chain", "home/.pvr/pvs/x5c.default.pem", List.of(ADD));
    inPlaceOf(all, "trust-store", "home/.pvr/pvs/cacerts.default.pem", List.of(VERIFY));
    inPlaceOf(
        all,
        "revocation-list",
        "revoked.pem",
        List.of(Typed.to(ExitCode.NOT_ACCEPTED, "sig", "verify", "--revoked", "../revoked.pem")));
    inPlaceOf(all, "signature", "ws/" + SIGNATURE, List.of(LIST, UPDATE));
    all.add(directoryIsALink());
    all.add(namesThatLeadOut());
    all.add(tooManySignatures());
    all.add(fromAHub());
    all.add(withoutAList());
    all.add(textThatIsObeyed());
    all.add(patternsFromAStranger());
    return all;
  }

  /** The usual things in a file's place, in a workspace with keys and a signature. */
  private static void inPlaceOf(List<Hostile> all, String name, String path, List<Typed> commands) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    for (Hostile hostile : HostileFiles.inPlaceOf(name, path, commands, file)) {
      all.add(
          new Hostile(
              hostile.name(),
              hostile.what(),
              scene -> {
                keys(scene);
                signed(scene);
                hostile.stage().set(scene);
              },
              hostile.meetings(),
              hostile.forRoot()));
    }
  }

  private static void keys(Scene scene) throws IOException {
    scene.write(
        "home/.pvr/pvs/key.default.pem", Files.readAllBytes(KEYS.resolve("sign-ec256.key")));
    Files.setPosixFilePermissions(
        scene.at("home/.pvr/pvs/key.default.pem"), PosixFilePermissions.fromString("rw-------"));
    scene.write(
        "home/.pvr/pvs/x5c.default.pem", Files.readAllBytes(KEYS.resolve("chain-ec256.pem")));
    scene.write("home/.pvr/pvs/cacerts.default.pem", Files.readAllBytes(KEYS.resolve("ca-ec.crt")));
  }

  /** A signature that was committed, and is none of this state. */
  private static void signed(Scene scene) throws IOException {
    String document =
        Files.readString(KEYS.resolveSibling("25-sig").resolve("ec256-part-app1.json"));
    scene.write("ws/" + SIGNATURE, document);
    scene.write("ws/.pvr/json", with(SIGNATURE, document));
  }

  private static String with(String key, String document) {
    return LyingHub.STATE.replaceFirst(
        "\"app/root\"", "\"" + key + "\":" + document.replace("$", "\\$") + ",\"app/root\"");
  }

  private static Hostile directoryIsALink() {
    return Hostile.of(
            "signatures-directory-is-a-link",
            "`_sigs` in the work tree is a link to a directory outside.",
            scene -> {
              keys(scene);
              Files.createSymbolicLink(scene.at("ws/_sigs"), scene.at("outside"));
            })
        .refusedBy(List.of(ADD, ADD_ALL), "symbolic link");
  }

  private static Hostile namesThatLeadOut() {
    return Hostile.of(
            "signature-name-leads-out",
            "The name of a signature is a path that leads out of `_sigs`.",
            HostileSignatures::keys)
        .refusedBy(
            List.of(
                Typed.to(ExitCode.NOT_SIGNED, "sig", "add", "--part", "../app"),
                Typed.to(ExitCode.NOT_SIGNED, "sig", "add", "--raw", "../../x", "-i", "app/**"),
                Typed.to(ExitCode.NOT_SIGNED, "sig", "add", "--raw", "a/b", "-i", "app/**")),
            "is no name for a signature");
  }

  private static Hostile tooManySignatures() {
    return Hostile.of(
            "too-many-signatures",
            "A state has 2,000 signatures, each with 500 patterns.",
            scene -> {
              keys(scene);
              List<String> patterns = new ArrayList<>();
              for (int i = 0; i < 500; i++) {
                patterns.add("**/a*b*c*d*e" + i);
              }
              String header =
                  "{\"alg\":\"ES256\",\"pvs\":{\"include\":%s,\"exclude\":[]},\"typ\":\"PVS\"}"
                      .formatted(JsonWriter.CANONICAL.text(Json.ofStrings(patterns)));
              String document = document(header);
              StringBuilder state = new StringBuilder("{\"#spec\":\"pantavisor-service-system@1\"");
              for (int i = 0; i < 2000; i++) {
                state.append(",\"_sigs/%04d.json\":".formatted(i)).append(document);
              }
              scene.write("state.json", state.append('}').toString());
            })
        .refusedBy(List.of(VERIFY_FILE), "");
  }

  private static String document(String header) {
    return "{\"#spec\":\"pvs@2\",\"protected\":\"%s\",\"signature\":\"%s\"}"
        .formatted(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(header.getBytes(StandardCharsets.UTF_8)),
            "A".repeat(86));
  }

  private static Hostile fromAHub() {
    return Hostile.of(
            "signature-from-a-hub",
            "A hub sends a state with a signature whose header holds no JSON.",
            scene -> {
              keys(scene);
              scene
                  .hub()
                  .lie(
                      "GET /trails/t1/steps/3/state",
                      Answer.json(200, with(SIGNATURE, document("\u001b[31m{"))));
            })
        .refusedBy(
            List.of(Typed.to(ExitCode.NOT_ACCEPTED, "sig", "verify", Scene.REPOSITORY)),
            "bad-header");
  }

  private static Hostile withoutAList() {
    return Hostile.of(
            "signature-crashes-devices",
            "A state has a signature without a list of patterns, which crashes published devices.",
            scene -> {
              keys(scene);
              scene.write(
                  "state.json",
                  Files.readAllBytes(CASES.resolve("n78-pvs-without-include/state.json")));
            })
        .refusedBy(List.of(VERIFY_FILE), "bad-header");
  }

  private static Hostile textThatIsObeyed() {
    return Hostile.of(
            "subject-that-terminals-obey",
            "A certificate's subject holds escape sequences and text from right to left; its signature is good.",
            scene -> {
              scene.atTerminal();
              KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
              generator.initialize(new ECGenParameterSpec("secp256r1"));
              KeyPair pair = generator.generateKeyPair();
              X509Certificate own = certificate(pair, "\u001b[31mevil\u202e\r\n");
              JsonObject state =
                  JsonReader.readObject(LyingHub.STATE.getBytes(StandardCharsets.UTF_8));
              JsonObject signature =
                  Signing.sign(
                      state,
                      new Selection(List.of("app/**"), List.of()),
                      new SigningKey(pair.getPrivate(), pair.getPublic(), List.of(own)),
                      false);
              String document = with(SIGNATURE, JsonWriter.CANONICAL.text(signature));
              scene.write("state.json", document);
              // The signature is chance, and so is the id.
              State signed = State.read(document.getBytes(StandardCharsets.UTF_8));
              scene.shownAs(signed.id().hex(), "ID");
              scene.write("roots.pem", pem(own));
            })
        .harmlessFor(
            List.of(
                Typed.to(
                    ExitCode.NOT_ACCEPTED,
                    "sig",
                    "--cacerts",
                    "../roots.pem",
                    "verify",
                    "--lenient",
                    "../state.json")),
            "\\u{1b}[31mevil");
  }

  private static X509Certificate certificate(KeyPair pair, String name) throws Exception {
    var subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    Instant now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            subject,
            BigInteger.ONE,
            Date.from(now.minusSeconds(3600)),
            Date.from(now.plusSeconds(3600)),
            subject,
            pair.getPublic());
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  private static String pem(X509Certificate certificate) throws Exception {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private static Hostile patternsFromAStranger() {
    return Hostile.of(
            "signature-covers-itself",
            "A signature's patterns select the signature itself, so that it can never hold.",
            scene -> {
              keys(scene);
              String header =
                  "{\"alg\":\"ES256\",\"pvs\":{\"include\":[\"**\"],\"exclude\":[]},\"typ\":\"PVS\"}";
              scene.write("ws/" + SIGNATURE, document(header));
              scene.write("ws/.pvr/json", with(SIGNATURE, document(header)));
            })
        .refusedBy(List.of(UPDATE), "covers itself");
  }
}
