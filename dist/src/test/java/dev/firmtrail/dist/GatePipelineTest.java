package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.firmtrail.audit.gate.GateFile;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pipeline as it is: a Java runtime image is built, signed, posted to a stage, gated against it
 * and promoted, with the programs that a user starts; then a byte of the build changes.
 */
class GatePipelineTest {
  @TempDir private static Path shared;
  private static HubProcess hub;
  private static Person ada;
  private static Path build;
  private static Path release;

  @BeforeAll
  static void buildSignAndPost() throws Exception {
    hub = HubProcess.start(shared.resolve("hub"));
    ada = new Person("ada", shared.resolve("home")).joins(hub.url());
    build = Files.createDirectories(shared.resolve("build"));
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    Tool.says(
        build,
        jlink.toString(),
        "--add-modules",
        "java.base",
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--output",
        "runtime");
    Files.writeString(
        build.resolve("gate.yaml"),
        """
        files:
          os/modules: runtime/lib/modules
          os/libjvm.so: "runtime/**/libjvm.so"
          app/run.json: run.json
        ignore: ["runtime/**"]
        policy:
          secrets: none
          required-parts: [os, app]
        """);
    Files.writeString(build.resolve("run.json"), "{\"name\": \"thermostat\"}\n");
    release = Files.createDirectories(shared.resolve("release"));
    Files.createDirectories(release.resolve("os"));
    Files.createDirectories(release.resolve("app"));
    Files.copy(build.resolve("runtime/lib/modules"), release.resolve("os/modules"));
    Files.copy(build.resolve("runtime/lib/server/libjvm.so"), release.resolve("os/libjvm.so"));
    Files.copy(build.resolve("run.json"), release.resolve("app/run.json"));
    ada.quickly(release, "init").done();
    ada.quickly(release, "add", ".").done();
    ada.quickly(release, "commit").done();
    ada.quickly(release, "sig", "keygen", "--name", "Releases").done();
    ada.quickly(release, "sig", "add").done();
    ada.quickly(release, "commit").done();
    ada.quickly(release, "device", "create", "stage").done();
    ada.quickly(release, "device", "create", "fleet").done();
    ada.run(release, "post", "-m", "release 1", "ada/stage").done();
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static Ended gate(String name) throws Exception {
    return ada.run(
        shared,
        "gate",
        "build",
        "--against",
        "ada/stage/steps/1",
        "--junit",
        name + ".xml",
        "--sarif",
        name + ".sarif",
        "--json");
  }

  private static JsonObject json(String text) throws Exception {
    return JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatWasBuiltIsPromotedAndOneChangedByteStopsThePipeline() throws Exception {
    Ended same = gate("same");
    same.done();
    Files.writeString(shared.resolve("same.json"), same.out());
    Path policy =
        Files.writeString(
            shared.resolve("policy.yaml"),
            "policy:\n  signed-by: ['" + ada.configuration() + "/pvs/cacerts.default.pem']\n");
    ada.run(shared, "gate", "release", "-a", "ada/stage", "--policy", policy.toString()).done();
    ada.run(shared, "promote", "ada/stage/steps/1", "ada/fleet", "--gate", "same.json").done();
    assertThat(ada.run(shared, "id", "ada/fleet").done().out())
        .isEqualTo(ada.run(shared, "id", "ada/stage").done().out());
    assertThat(ada.run(shared, "show", "ada/fleet").done().out()).contains("gate    same, by ");

    Path changed = build.resolve("runtime/lib/server/libjvm.so");
    byte[] bytes = Files.readAllBytes(changed);
    ObjectId before = ObjectId.of(bytes);
    bytes[bytes.length / 2] ^= 1;
    Files.write(changed, bytes);
    Ended different = gate("different");
    assertThat(different.code()).as(different.toString()).isEqualTo(1);
    assertThat(different.out())
        .contains("\"os/libjvm.so\"", before.hex(), ObjectId.of(bytes).hex());
    Files.writeString(shared.resolve("different.json"), different.out());
    assertThat(
            ada.run(shared, "promote", "ada/stage/steps/1", "ada/fleet", "--gate", "different.json")
                .code())
        .isEqualTo(3);
    assertReports();
  }

  private static void assertReports() throws Exception {
    Path xsd =
        Path.of(System.getProperty("firmtrail.root"))
            .resolve("vectors/schemas/surefire-test-report.xsd");
    var junit =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(xsd.toFile());
    Schema sarif;
    try (InputStream in =
        Objects.requireNonNull(
            GatePipelineTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
      sarif =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
              .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    }
    for (String run : List.of("same", "different")) {
      junit.newValidator().validate(new StreamSource(shared.resolve(run + ".xml").toFile()));
      assertThat(sarif.validate(Firmware.text(shared.resolve(run + ".sarif")), InputFormat.JSON))
          .isEmpty();
    }
    assertThat(Firmware.text(shared.resolve("same.xml"))).contains("failures=\"0\"");
    assertThat(Firmware.text(shared.resolve("different.xml"))).contains("failures=\"1\"");
    assertThat(results("same.sarif")).isEmpty();
    assertThat(results("different.sarif")).hasSize(1);
  }

  private static List<?> results(String file) throws Exception {
    JsonObject run =
        (JsonObject)
            ((JsonArray) json(Firmware.text(shared.resolve(file))).get("runs").orElseThrow())
                .items()
                .getFirst();
    return ((JsonArray) run.get("results").orElseThrow()).items();
  }

  /** Recipes that people copy: what is YAML can be read, and every command of ours is one. */
  @Test
  void theRecipesOfThePageAreYamlAndHoldOnlyCommandsThatExist() throws Exception {
    Path root = Path.of(System.getProperty("firmtrail.root"));
    List<String> recipes = new ArrayList<>();
    for (String page : List.of("docs/gate-a-pipeline.md", "docs/formats/gate.md")) {
      recipes.addAll(blocks(Firmware.text(root.resolve(page)), "yaml|groovy"));
    }
    assertThat(recipes).hasSize(4);
    int commands = 0;
    for (String recipe : recipes) {
      Matcher line = Pattern.compile("pvr (gate|promote) [^'\\n]*").matcher(recipe);
      while (line.find()) {
        commands++;
        String help = line.group().replaceAll("[\"$]", "").replaceFirst(" > .*", "");
        List<String> words = new ArrayList<>(List.of(help.split(" +")));
        words.removeFirst();
        words.add("--help");
        assertThat(ada.quickly(shared, words.toArray(String[]::new)).code()).as(help).isZero();
        words.set(1, "--no-such-flag");
        assertThat(ada.quickly(shared, words.toArray(String[]::new)).code()).isNotZero();
      }
    }
    assertThat(commands).isEqualTo(6);
    for (String yaml : blocks(Firmware.text(root.resolve("docs/gate-a-pipeline.md")), "yaml")) {
      Path file = Files.writeString(shared.resolve("recipe.yaml"), yaml);
      Tool.needs("python3");
      String keys = "import sys, yaml; print(*yaml.safe_load(open(sys.argv[1])))";
      assertThat(Tool.says(shared, "python3", "-c", keys, file.toString()))
          .containsAnyOf("gate", "jobs");
    }
    String format = blocks(Firmware.text(root.resolve("docs/formats/gate.md")), "yaml").getFirst();
    assertThat(GateFile.read(format.getBytes(StandardCharsets.UTF_8)).files()).hasSize(2);
  }

  private static List<String> blocks(String page, String languages) {
    List<String> blocks = new ArrayList<>();
    Matcher block =
        Pattern.compile(
                "^```(?:" + languages + ")\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(page);
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }
}
