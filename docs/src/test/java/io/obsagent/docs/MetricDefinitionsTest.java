// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** All definitions of metrics, wherever in the agent they stand. */
class MetricDefinitionsTest {
  @Test
  void aNameHasOneDefinition() throws ReflectiveOperationException {
    TreeMap<String, Set<MetricDefinition>> byName = new TreeMap<>();
    for (MetricDefinition definition : MetricDefinitions.all().keySet()) {
      byName.computeIfAbsent(definition.name(), name -> new HashSet<>()).add(definition);
    }
    assertThat(byName).hasSizeGreaterThan(60);
    assertThat(byName).allSatisfy((name, all) -> assertThat(all).as(name).hasSize(1));
  }

  @Test
  void namesUnitsAndBoundsAreAsPrometheusAndOpenTelemetryWantThem()
      throws ReflectiveOperationException {
    for (MetricDefinition definition : MetricDefinitions.all().keySet()) {
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
        .check(MetricDefinitions.CLASSES);
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
}
