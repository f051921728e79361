// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which module may know which: the table of docs/architecture.md, as lists of what is allowed. */
class ModuleRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.obsagent");

  @Test
  void theApplicationsApiKnowsNobody() {
    allow("api");
  }

  @Test
  void theSpiKnowsNobody() {
    allow("spi");
  }

  @Test
  void theReaderOfYamlKnowsOnlyTheSpi() {
    allow("yaml", "spi");
  }

  @Test
  void coreKnowsTheSpiTheReaderOfYamlAndTheLauncher() {
    allow("core", "spi", "yaml", "bootstrap");
  }

  @Test
  void insightKnowsTheSpiTheReaderOfYamlAndTheHttpClient() {
    allow("insight", "spi", "yaml", "exporter.transport");
  }

  @Test
  void theConsoleKnowsTheSpiAndHowToReadPem() {
    allow("console", "spi", "exporter.transport");
  }

  @Test
  void jmxKnowsTheSpiAndTheReaderOfYaml() {
    allow("jmx", "spi", "yaml");
  }

  @Test
  void logsKnowTheSpiAndTheReaderOfYaml() {
    allow("logs", "spi", "yaml");
  }

  @Test
  void extensionsKnowOnlyTheSpi() {
    allow("extensions", "spi");
  }

  @Test
  void onlyExtensionsKnowTheSdk() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.obsagent.extensions..")
        .should()
        .dependOnClassesThat(resideInAPackage("io.opentelemetry.sdk.."))
        .because("it would be loaded in every process")
        .check(CLASSES);
  }

  @Test
  void exportersKnowOnlyTheSpi() {
    allow("exporter", "spi");
  }

  @Test
  void theOshiExtensionKnowsOnlyTheSpi() {
    allow("extension.oshi", "spi");
  }

  @Test
  void instrumentationsKnowAdviceTelemetryMetricsAndLogsOfTheSpi() {
    DescribedPredicate<JavaClass> allowed =
        resideInAnyPackage(
            "io.obsagent.instrumentation..",
            "io.obsagent.api",
            "io.obsagent.spi",
            "io.obsagent.spi.advice..",
            "io.obsagent.spi.telemetry..",
            "io.obsagent.spi.metrics..",
            "io.obsagent.spi.log..",
            "io.obsagent.spi.logs..");
    noClasses()
        .that()
        .resideInAPackage("io.obsagent.instrumentation..")
        .should()
        .dependOnClassesThat(resideInAPackage("io.obsagent..").and(not(allowed)))
        .check(CLASSES);
  }

  @Test
  void instrumentationsNeedFewTypesOfTheSpi() {
    Set<String> used = new TreeSet<>();
    for (JavaClass type : CLASSES.that(resideInAPackage("io.obsagent.instrumentation.."))) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String name = dependency.getTargetClass().getName();
        if (name.startsWith("io.obsagent.spi.")) {
          used.add(name.replaceAll("\\$.*", ""));
        }
      }
    }
    assertThat(used).hasSizeBetween(20, 85);
  }

  @Test
  void adviceIsNestedInAClassNamedAdvices() {
    Set<String> misplaced = new TreeSet<>();
    Set<String> holders = new TreeSet<>();
    for (JavaClass type : CLASSES.that(resideInAPackage("io.obsagent.instrumentation.."))) {
      if (isAdvice(type)) {
        JavaClass holder = type.getEnclosingClass().orElse(type);
        boolean named = holder != type && holder.getSimpleName().endsWith("Advices");
        (named ? holders : misplaced).add(named ? holder.getName() : type.getName());
      }
    }
    assertThat(misplaced).as("advice that is not XAdvices.Y").isEmpty();
    assertThat(holders)
        .containsExactlyInAnyOrderElementsOf(
            CLASSES.stream()
                .filter(resideInAPackage("io.obsagent.instrumentation.."))
                .filter(type -> type.getSimpleName().matches(".*Advices?"))
                .map(JavaClass::getName)
                .toList());
  }

  private static boolean isAdvice(JavaClass type) {
    return type.getMethods().stream()
        .anyMatch(
            method ->
                method.isAnnotatedWith(OnEnter.class)
                    || method.isAnnotatedWith(OnExit.class)
                    || method.isAnnotatedWith(ReplaceArgument.class));
  }

  @Test
  void anInstrumentationKnowsNoOtherButWhatIsShared() {
    slices()
        .matching("io.obsagent.instrumentation.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(
            DescribedPredicate.alwaysTrue(),
            resideInAPackage("io.obsagent.instrumentation.shared.."))
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spi",
        "bootstrap",
        "core",
        "insight",
        "console",
        "logs",
        "exporter",
        "instrumentation"
      })
  void packagesDependOnEachOtherInNoCircle(String root) {
    slices()
        .matching("io.obsagent." + root + ".(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void nobodyLogsThroughTheApplicationsLogging() {
    classes()
        .that()
        .resideInAPackage("io.obsagent..")
        .and()
        .resideOutsideOfPackage("io.obsagent.instrumentation..")
        .should()
        .onlyDependOnClassesThat(
            not(
                resideInAnyPackage(
                    "java.util.logging..", "org.slf4j..", "org.apache.commons.logging..")))
        .because("touching a logging framework could set up the application's before its time")
        .check(CLASSES);
  }

  /** Of the house, a part may use itself and these others; libraries are the poms' to say. */
  private static void allow(String from, String... others) {
    String[] packages = new String[others.length + 1];
    packages[0] = "io.obsagent." + from + "..";
    for (int i = 0; i < others.length; i++) {
      packages[i + 1] = "io.obsagent." + others[i] + "..";
    }
    noClasses()
        .that()
        .resideInAPackage(packages[0])
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.obsagent..").and(not(resideInAnyPackage(packages))))
        .check(CLASSES);
  }
}
