package io.finstage.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which way things flow, and the habits that a compiler does not check. */
class ArchitectureTest {

  private static final String ROOT = "io.finstage.server";

  /** Who may import whom. Root may use all; nobody uses root. */
  private static final String TABLE =
      """
      | part | may use |
      |---|---|
      | market, database | nothing of ours |
      | indicators, hub, feed | market |
      | bars | market, database |
      | tasks | database (it knows nothing of prices) |
      | analysis | market, bars, indicators, tasks |
      | metrics | the *Stats of feed, hub, bars, tasks, analysis |
      | alerts | market, metrics, analysis, tasks, database |
      | tuning | metrics, database |
      | api | market, hub, bars, indicators, analysis, tasks, metrics, alerts, tuning |
      | dashboard | nothing of ours: it speaks the public API |
      """;

  private static final int LINES_MAX = 400;

  /** The client library of browsers: programs take it as one file. */
  private static final String ONE_FILE_TO_COPY = "finstage.js";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  record Row(String part, Set<String> mayUse, boolean statsOnly) {}

  static Stream<Row> rows() {
    return TABLE.lines().skip(2).flatMap(ArchitectureTest::row);
  }

  private static Stream<Row> row(String line) {
    String[] cells = line.split("\\|", -1);
    boolean statsOnly = cells[2].contains("*Stats");
    String named =
        cells[2].strip().startsWith("nothing")
            ? ""
            : cells[2].replaceAll("\\(.*\\)|the \\*Stats of", "");
    Set<String> mayUse =
        Arrays.stream(named.split(",", -1)).map(String::strip).collect(Collectors.toSet());
    return Arrays.stream(cells[1].split(",", -1))
        .map(part -> new Row(part.strip(), mayUse, statsOnly));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aPartUsesOnlyThePartsThatItsRowNames(Row row) {
    classes()
        .that()
        .resideInAPackage(ROOT + "." + row.part + "..")
        .should(dependOnlyOn(row))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void helidonGrpcAndGeneratedTypesStayAtTheEdge() {
    noClasses()
        .that(describe("are not at the edge", c -> !isRoot(c) && !isIn(c, "api", "dashboard")))
        .should()
        .dependOnClassesThat(
            describe(
                "belong to Helidon, gRPC, protobuf or the generated code",
                c -> isForeignEdge(c.getPackageName())))
        .check(CLASSES);
  }

  @Test
  void onlyMetricsUsesTheMetricsLibrary() {
    noClasses()
        .that(describe("are not metrics", c -> !isIn(c, "metrics")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.helidon.metrics..", "io.micrometer..")
        .check(CLASSES);
  }

  @Test
  void onlyTheDatabaseAndStoresSpeakSql() {
    noClasses()
        .that(
            describe(
                "neither database nor store",
                c -> !isIn(c, "database") && !c.getSimpleName().endsWith("Store")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..")
        .check(CLASSES);
  }

  @Test
  void timeIsHandedInExceptAtTheEdges() {
    noClasses()
        .that(describe("are not at an edge of time", c -> !mayReadClocks(c)))
        .should()
        .accessTargetWhere(describe("reads a clock or sleeps", ArchitectureTest::readsAClock))
        .check(CLASSES);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(\\.|\\$)((Base|Abstract)[A-Z]\\w*|\\w*(Impl|Utils?|Helper|Manager))")
        .check(CLASSES);
  }

  @Test
  void noPackageIsADrawerForEverything() {
    noClasses()
        .should()
        .resideInAnyPackage(
            Stream.of("util", "common", "core", "impl", "model", "dto", "service")
                .map(name -> ".." + name + "..")
                .toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void packagesAreAtMostThreeLevelsDeep() {
    classes()
        .should(
            check(
                "be at most three levels below the root",
                c -> c.getPackageName().split("\\.").length <= ROOT.split("\\.").length + 3))
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes()
        .should(
            check(
                "be in a @NullMarked package",
                c -> c.getPackage().isAnnotatedWith(NullMarked.class)))
        .check(CLASSES);
  }

  @Test
  void noFileIsLongerThanFourHundredLines() throws IOException {
    List<String> tooLong = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      for (Path file : files.filter(ArchitectureTest::isSource).toList()) {
        if (file.endsWith(ONE_FILE_TO_COPY)) {
          continue;
        }
        long lines = Files.readAllLines(file).size();
        if (lines > LINES_MAX) {
          tooLong.add(file + ": " + lines);
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }

  private static boolean isForeignEdge(String name) {
    return name.startsWith("io.grpc")
        || name.startsWith("com.google.protobuf")
        || name.startsWith("io.finstage.proto")
        || (name.startsWith("io.helidon")
            && !name.startsWith("io.helidon.metrics")
            // What the metrics API asks for.
            && !name.startsWith("io.helidon.common.media.type"));
  }

  private static boolean isSource(Path file) {
    String name = file.toString().replace('\\', '/');
    return name.contains("/src/")
        && name.matches(".*\\.(java|js|css|html|proto)")
        // One file on purpose: any program takes it as it is.
        && !name.endsWith("/web/finstage.js");
  }

  private static ArchCondition<JavaClass> dependOnlyOn(Row row) {
    return new ArchCondition<>("use only " + row.mayUse) {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        from.getDirectDependenciesFromSelf().stream()
            .filter(d -> isOurs(d.getTargetClass()))
            .filter(d -> !mayUse(row, d.getTargetClass().getBaseComponentType()))
            .forEach(d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
      }
    };
  }

  private static boolean mayUse(Row row, JavaClass target) {
    if (isIn(target, row.part)) {
      return true;
    }
    return row.mayUse.stream().filter(part -> !part.isEmpty()).anyMatch(part -> isIn(target, part))
        && (!row.statsOnly || isAReading(target));
  }

  /** A *Stats, or what a *Stats beside it is made of. */
  private static boolean isAReading(JavaClass target) {
    return target.getPackage().getClasses().stream()
        .filter(c -> c.getSimpleName().endsWith("Stats"))
        .anyMatch(stats ->
            stats.equals(target)
                || stats.getDirectDependenciesFromSelf().stream()
                    .anyMatch(d -> d.getTargetClass().equals(target)));
  }

  private static boolean readsAClock(JavaAccess<?> access) {
    return Map.of(
            "java.time.Instant", Set.of("now"),
            "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system"),
            "java.time.InstantSource", Set.of("system"),
            "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
            "java.lang.Thread", Set.of("sleep"))
        .getOrDefault(access.getTargetOwner().getName(), Set.of())
        .contains(access.getTarget().getName());
  }

  private static boolean mayReadClocks(JavaClass c) {
    return isRoot(c) || c.getPackageName().startsWith(ROOT + ".feed.") || isIn(c, "api");
  }

  private static boolean isRoot(JavaClass c) {
    return c.getPackageName().equals(ROOT);
  }

  private static boolean isOurs(JavaClass c) {
    return c.getBaseComponentType().getPackageName().startsWith(ROOT);
  }

  private static boolean isIn(JavaClass c, String... parts) {
    return Arrays.stream(parts)
        .map(part -> ROOT + "." + part)
        .anyMatch(p -> c.getPackageName().equals(p) || c.getPackageName().startsWith(p + "."));
  }

  private static ArchCondition<JavaClass> check(String what, Predicate<JavaClass> holds) {
    return new ArchCondition<>(what) {
      @Override
      public void check(JavaClass c, ConditionEvents events) {
        if (!holds.test(c)) {
          events.add(SimpleConditionEvent.violated(c, c.getName() + " does not"));
        }
      }
    };
  }
}
