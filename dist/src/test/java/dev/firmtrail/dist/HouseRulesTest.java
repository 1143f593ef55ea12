package dev.firmtrail.dist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The module table of {@code ARCHITECTURE.md}, as data, held against the classes and against the
 * page.
 */
class HouseRulesTest {
  private static final String HUB_ROOMS = "dev.firmtrail.hub.";
  private static final Path ROOT = Path.of(System.getProperty("firmtrail.root"));

  /**
   * Third-party packages that a module may use beside the JDK and JSpecify, by the first words of
   * the package name.
   */
  private record Floor(String module, List<String> uses, List<String> libraries) {
    String packageRoot() {
      return "dev.firmtrail." + module.replace("-", "");
    }
  }

  private static final List<Floor> HOUSE =
      List.of(
          new Floor("state", List.of(), List.of()),
          new Floor("objects", List.of("state"), List.of()),
          new Floor("signatures", List.of("state"), List.of("org.bouncycastle.")),
          new Floor("hub-client", List.of("state", "objects"), List.of()),
          new Floor(
              "workspace", List.of("state", "objects", "signatures", "hub-client"), List.of()),
          new Floor("images", List.of(), List.of()),
          new Floor("pins", List.of("state", "images"), List.of("org.snakeyaml.")),
          new Floor(
              "audit",
              List.of("state", "objects", "signatures", "hub-client", "workspace", "pins"),
              List.of()),
          new Floor(
              "hub",
              List.of("state", "objects", "signatures"),
              List.of(
                  "io.javalin.",
                  "org.eclipse.jetty.",
                  "jakarta.servlet.",
                  "kotlin.",
                  "com.nimbusds.",
                  "com.github.benmanes.caffeine.",
                  "org.sqlite.",
                  "org.jdbi.",
                  "org.flywaydb.",
                  "org.bouncycastle.",
                  "com.github.benmanes.caffeine.",
                  "picocli.",
                  "org.slf4j.",
                  "ch.qos.logback.",
                  "io.prometheus.")),
          new Floor(
              "cli",
              List.of("state", "objects", "signatures", "hub-client", "workspace", "audit", "pins"),
              List.of("picocli.")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.firmtrail");

  @TestFactory
  List<DynamicTest> eachModuleUsesOnlyWhatTheTableNames() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Floor floor : HOUSE) {
      tests.add(
          DynamicTest.dynamicTest(
              floor.module(),
              () ->
                  classes()
                      .that()
                      .resideInAPackage(floor.packageRoot() + "..")
                      .should()
                      .onlyDependOnClassesThat(allowedFor(floor))
                      .check(CLASSES)));
    }
    return tests;
  }

  private static DescribedPredicate<JavaClass> allowedFor(Floor floor) {
    List<String> prefixes =
        new ArrayList<>(List.of("java.", "javax.", "jdk.", "org.jspecify.", "com.sun.net."));
    prefixes.addAll(floor.libraries());
    prefixes.add(floor.packageRoot() + ".");
    for (Floor other : HOUSE) {
      if (floor.uses().contains(other.module())) {
        prefixes.add(other.packageRoot() + ".");
      }
    }
    return DescribedPredicate.describe(
        "are of " + floor.uses() + ", the JDK or " + floor.libraries(),
        used -> {
          String name = used.getBaseComponentType().getFullName();
          return used.getBaseComponentType().isPrimitive()
              || prefixes.stream().anyMatch(name::startsWith);
        });
  }

  @Test
  void thePageShowsTheSameTable() throws IOException {
    String page = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
    Pattern row = Pattern.compile("^\\| `([a-z-]+)` \\| [^|]* \\| ([^|]*) \\|$", Pattern.MULTILINE);
    List<String> shown = new ArrayList<>();
    for (Matcher m = row.matcher(page); m.find(); ) {
      shown.add(m.group(1) + ": " + m.group(2).trim());
    }
    List<String> held = new ArrayList<>();
    for (Floor floor : HOUSE) {
      held.add(
          floor.module()
              + ": "
              + (floor.uses().isEmpty() ? "the JDK alone" : String.join(", ", floor.uses())));
    }
    assertThat(shown).containsAll(held);
  }

  @Test
  void everyModuleOnDiskIsInTheTable() throws IOException {
    try (Stream<Path> children = Files.list(ROOT)) {
      List<String> onDisk =
          children
              .filter(child -> Files.exists(child.resolve("pom.xml")))
              .map(child -> child.getFileName().toString())
              .filter(name -> !List.of("testkit", "dist", "fuzz").contains(name))
              .sorted()
              .toList();
      assertThat(onDisk)
          .containsExactlyInAnyOrderElementsOf(HOUSE.stream().map(Floor::module).toList());
    }
  }

  @Test
  void onlyTheHubsWebRoomAndItsRoutesKnowJavalin() {
    noClasses()
        .that()
        .resideInAPackage("dev.firmtrail.hub..")
        .and()
        .resideOutsideOfPackage("dev.firmtrail.hub.web..")
        .and(
            DescribedPredicate.describe(
                "are not ...Routes",
                (JavaClass type) -> !type.getName().matches(".*Routes(\\$.*)?")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..")
        .check(CLASSES);
  }

  @Test
  void onlyTheMakerOfCertificatesKnowsALibraryForThem() {
    noClasses()
        .that()
        .resideInAPackage("dev.firmtrail.signatures..")
        .and(
            DescribedPredicate.describe(
                "are not DeveloperAuthority",
                (JavaClass type) ->
                    !type.getName()
                        .matches(
                            "dev\\.firmtrail\\.signatures\\.keys\\.DeveloperAuthority(\\$.*)?")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(CLASSES);
  }

  /** The rooms of the hub, and which of the others each may use. */
  private static final Map<String, List<String>> ROOMS =
      Map.ofEntries(
          Map.entry("store", List.of()),
          Map.entry("web", List.of("store")),
          Map.entry("audit", List.of("store", "web")),
          Map.entry("accounts", List.of("store", "web", "audit")),
          Map.entry("events", List.of("store", "web")),
          Map.entry("usage", List.of("store", "web")),
          Map.entry(
              "devices",
              List.of("store", "web", "audit", "accounts", "profiles", "events", "usage")),
          Map.entry("devicelogs", List.of("store", "web", "devices")),
          Map.entry("metrics", List.of("store", "web")),
          Map.entry("objects", List.of("store", "web", "audit", "events", "usage")),
          Map.entry("profiles", List.of("store", "web", "accounts", "events")),
          Map.entry("openapi", List.of("web")),
          Map.entry(
              "signatures", List.of("store", "web", "audit", "accounts", "events", "devices")),
          Map.entry(
              "trails",
              List.of(
                  "store",
                  "web",
                  "audit",
                  "accounts",
                  "events",
                  "devices",
                  "objects",
                  "usage",
                  "signatures")),
          Map.entry("operator", List.of("store")),
          Map.entry(
              "program",
              List.of(
                  "store",
                  "web",
                  "audit",
                  "accounts",
                  "events",
                  "devices",
                  "devicelogs",
                  "objects",
                  "usage",
                  "signatures",
                  "trails",
                  "operator")));

  private static String room(JavaClass type) {
    String packageName = type.getBaseComponentType().getPackageName();
    return packageName.startsWith(HUB_ROOMS) ? packageName.substring(HUB_ROOMS.length()) : "";
  }

  @Test
  void noRoomOfTheHubLooksUpTheStairs() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      String room = room(type);
      if (room.isEmpty()) {
        continue;
      }
      found.add(room);
      assertThat(ROOMS).containsKey(room);
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String used = room(dependency.getTargetClass());
        if (!used.isEmpty() && !used.equals(room)) {
          assertThat(ROOMS.get(room)).as(dependency.getDescription()).contains(used);
        }
      }
    }
    assertThat(found).isEqualTo(ROOMS.keySet());
  }

  @Test
  void noStatementOfTheHubEditsAFact() throws IOException {
    try (Stream<Path> sources = Files.walk(ROOT.resolve("hub/src/main/java"))) {
      List<Path> files = sources.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(files).isNotEmpty();
      for (Path file : files) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContainPattern(
                "(?i)(update|delete\\s+from|replace\\s+into)\\s+(steps|states|trails|signature_policies|events|log_lines|audit)\\b");
      }
    }
  }

  /** Who copies a hub's data by hand takes his own copies away again, and nobody else anything. */
  @Test
  void noCodeOfTheHubTakesAnObjectAway() {
    noClasses()
        .that()
        .resideInAPackage("dev.firmtrail.hub..")
        .and()
        .resideOutsideOfPackage("dev.firmtrail.hub.operator..")
        .should(callADeletion())
        .check(CLASSES);
    classes()
        .that()
        .resideInAPackage("dev.firmtrail.objects..")
        .and(
            DescribedPredicate.describe(
                "are not about a file that has no name yet, or any file",
                (JavaClass type) ->
                    !type.getName()
                        .matches(
                            "dev\\.firmtrail\\.objects\\.(TemporaryFile|PartFile|DurableFile)(\\$.*)?")))
        .should(ArchConditions.not(callADeletion()))
        .check(CLASSES);
  }

  private static ArchCondition<JavaClass> callADeletion() {
    return ArchConditions.callMethodWhere(
        DescribedPredicate.describe(
            "deletes a file",
            (JavaMethodCall call) ->
                call.getTarget().getName().matches("delete(IfExists|OnExit)?")
                    && call.getTargetOwner()
                        .getName()
                        .matches("java\\.(nio\\.file\\.Files|io\\.File)|.*\\.DurableFile")));
  }

  @Test
  void namesSaySomething() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Base|Common|Misc)")
        .check(CLASSES);
  }

  @Test
  void onlyStateReadsAndWritesJson() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "tools.jackson..", "com.fasterxml..", "com.google.gson..", "net.minidev..")
        .check(
            CLASSES.that(
                DescribedPredicate.describe(
                    "not testkit", c -> !c.getPackageName().startsWith("dev.firmtrail.testkit"))));
  }
}
