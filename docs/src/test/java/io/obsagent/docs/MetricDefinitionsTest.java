// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** All definitions of metrics, wherever in the agent they stand. */
class MetricDefinitionsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.obsagent");

  @Test
  void aNameHasOneDefinition() throws ReflectiveOperationException {
    TreeMap<String, Set<MetricDefinition>> byName = new TreeMap<>();
    for (MetricDefinition definition : definitions()) {
      byName.computeIfAbsent(definition.name(), name -> new HashSet<>()).add(definition);
    }
    assertThat(byName).hasSizeGreaterThan(60);
    assertThat(byName).allSatisfy((name, all) -> assertThat(all).as(name).hasSize(1));
  }

  @Test
  void namesUnitsAndBoundsAreAsPrometheusAndOpenTelemetryWantThem()
      throws ReflectiveOperationException {
    for (MetricDefinition definition : definitions()) {
      String name = definition.name();
      assertThat(name).matches("[a-z][a-z0-9_]*");
      assertThat(definition.help()).as(name).isNotBlank().endsWith(".");
      assertThat(name.endsWith("_total")).as(name).isEqualTo(definition.type() == Type.COUNTER);
      assertThat(definition.labelNames()).as(name).doesNotHaveDuplicates();
      assertThat(definition.labelNames()).as(name).allMatch(label -> label.matches("[a-z_]+"));
      assertThat(definition.bounds()).as(name).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void aDefinitionIsAConstant() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.obsagent.spi.metrics..", "io.obsagent.testing..")
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "a definition is made outside of a static initialiser",
                access -> makes(access) && !isStatic(access)))
        .because("only constants can be compared before the agent runs")
        .check(CLASSES);
  }

  private static boolean makes(JavaAccess<?> access) {
    return access.getTargetOwner().isEquivalentTo(MetricDefinition.class)
        && Set.of("counter", "gauge", "histogram").contains(access.getName());
  }

  /** A static initialiser, or a private method that serves it. */
  private static boolean isStatic(JavaAccess<?> access) {
    Set<JavaModifier> modifiers = access.getOrigin().getModifiers();
    return access.getOrigin().getName().equals("<clinit>")
        || modifiers.contains(JavaModifier.STATIC) && modifiers.contains(JavaModifier.PRIVATE);
  }

  private static List<MetricDefinition> definitions() throws ReflectiveOperationException {
    List<MetricDefinition> definitions = new ArrayList<>();
    for (com.tngtech.archunit.core.domain.JavaClass type : CLASSES) {
      for (JavaField field : type.getFields()) {
        if (field.getRawType().isEquivalentTo(MetricDefinition.class)
            && field.getModifiers().contains(JavaModifier.STATIC)) {
          Field reflected = field.reflect();
          reflected.setAccessible(true);
          definitions.add((MetricDefinition) reflected.get(null));
        }
      }
    }
    return definitions;
  }
}
