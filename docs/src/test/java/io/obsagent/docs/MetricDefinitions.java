// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.obsagent.spi.metrics.MetricDefinition;
import java.lang.reflect.Field;
import java.util.IdentityHashMap;
import java.util.Map;

/** All definitions of metrics, wherever in the agent they stand, found in the constants. */
final class MetricDefinitions {
  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.obsagent");

  private MetricDefinitions() {}

  /** Each with the class that holds it. */
  static Map<MetricDefinition, JavaClass> all() throws ReflectiveOperationException {
    Map<MetricDefinition, JavaClass> all = new IdentityHashMap<>();
    for (JavaClass type : CLASSES) {
      for (JavaField field : type.getFields()) {
        if (field.getRawType().isEquivalentTo(MetricDefinition.class)
            && field.getModifiers().contains(JavaModifier.STATIC)) {
          all.put(valueOf(field), type);
        }
      }
    }
    return all;
  }

  private static MetricDefinition valueOf(JavaField field) throws ReflectiveOperationException {
    Field reflected = field.reflect();
    reflected.setAccessible(true);
    return (MetricDefinition) reflected.get(null);
  }
}
