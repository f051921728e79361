// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** Which module may know which: the table of docs/architecture.md. */
class ModuleRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.obsagent");

  @Test
  void theSpiKnowsNobody() {
    check(
        "io.obsagent.spi..",
        "core",
        "insight",
        "console",
        "exporter",
        "instrumentation",
        "bootstrap");
  }

  @Test
  void coreKnowsNeitherInsightNorConsoleNorExportersNorInstrumentations() {
    check("io.obsagent.core..", "insight", "console", "exporter", "instrumentation");
  }

  @Test
  void insightKnowsOnlyTheSpi() {
    check("io.obsagent.insight..", "core", "console", "exporter", "instrumentation", "bootstrap");
  }

  @Test
  void noTwoPackagesOfInsightKnowEachOther() {
    slices()
        .assignedFrom(new PackagesOf("io.obsagent.insight"))
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void theConsoleKnowsOnlyTheSpi() {
    check("io.obsagent.console..", "core", "insight", "exporter", "instrumentation", "bootstrap");
  }

  @Test
  void exportersKnowOnlyTheSpi() {
    check("io.obsagent.exporter..", "core", "insight", "console", "instrumentation", "bootstrap");
  }

  @Test
  void instrumentationsKnowOnlyTheSpi() {
    check("io.obsagent.instrumentation..", "core", "insight", "console", "exporter", "bootstrap");
  }

  @Test
  void nobodyLogsThroughTheApplicationsLogging() {
    noClasses()
        .that()
        .resideInAPackage("io.obsagent..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.commons.logging..")
                .and(com.tngtech.archunit.base.DescribedPredicate.alwaysTrue()))
        .because("touching a logging framework could set up the application's before its time")
        .check(
            CLASSES.that(
                com.tngtech.archunit.base.DescribedPredicate.not(
                    resideInAPackage("io.obsagent.instrumentation.."))));
  }

  private static void check(String from, String... forbidden) {
    String[] packages = new String[forbidden.length];
    for (int i = 0; i < forbidden.length; i++) {
      packages[i] = "io.obsagent." + forbidden[i] + "..";
    }
    GivenClassesConjunction classes = noClasses().that().resideInAPackage(from);
    classes.should().dependOnClassesThat().resideInAnyPackage(packages).check(CLASSES);
  }

  /** Each package of a tree as a slice of its own, its root as well. */
  private record PackagesOf(String root) implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      return name.equals(root) || name.startsWith(root + ".")
          ? SliceIdentifier.of(name)
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages of " + root;
    }
  }
}
