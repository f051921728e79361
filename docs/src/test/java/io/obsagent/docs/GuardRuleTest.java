// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.TryCatchBlock;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A class of an instrumentation that implements a type of a library or of the JDK is called by
 * others, without a call site that guards it. So what its methods use of the agent – directly, or
 * through other classes of the instrumentation – stands in a try block that catches Throwable, or
 * is a method of Guard.
 */
class GuardRuleTest {
  private static final String GUARD = "io.obsagent.spi.advice.Guard";

  /** Types of the JDK whose methods only the instrumentation's own code calls, or that are data. */
  private static final Set<String> CALLED_BY_OURSELVES =
      Set.of(
          "java.lang.Object",
          "java.lang.Record",
          "java.lang.Enum",
          "java.lang.Throwable",
          "java.lang.Exception",
          "java.lang.RuntimeException",
          "java.lang.Number",
          "java.lang.ClassValue",
          "java.lang.ThreadLocal",
          "java.lang.Comparable",
          "java.io.Serializable",
          "java.lang.constant.Constable",
          "java.util.concurrent.atomic.AtomicInteger",
          "java.lang.AutoCloseable");

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.obsagent.instrumentation");

  private final Map<JavaCodeUnit, Boolean> known = new HashMap<>();

  @Test
  void whatALibraryCallsUsesTheAgentThroughItsGuardOnly() {
    Set<String> bare = new TreeSet<>();
    Set<String> seen = new TreeSet<>();
    for (JavaClass type : classes) {
      if (isCalledByOthers(type)) {
        seen.add(type.getName());
        for (JavaMethod method : type.getMethods()) {
          boolean ofOthers =
              !method.getModifiers().contains(JavaModifier.STATIC)
                  && !method.getModifiers().contains(JavaModifier.PRIVATE);
          if (ofOthers && isBare(method)) {
            bare.add(method.getFullName());
          }
        }
      }
    }
    assertThat(seen).as("classes of ours that others call").isNotEmpty();
    assertThat(bare).as("use the agent outside of a guard").isEmpty();
  }

  private static boolean isCalledByOthers(JavaClass type) {
    for (JavaClass above : type.getAllRawInterfaces()) {
      if (isForeign(above)) {
        return true;
      }
    }
    return type.getAllRawSuperclasses().stream().anyMatch(GuardRuleTest::isForeign);
  }

  private static boolean isForeign(JavaClass above) {
    return !above.getName().startsWith("io.obsagent.")
        && !above.getName().startsWith("io.opentelemetry.")
        && !CALLED_BY_OURSELVES.contains(above.getName());
  }

  /** Whether a call may throw what the agent threw. */
  private boolean isBare(JavaCodeUnit code) {
    Boolean answer = known.get(code);
    if (answer != null) {
      return answer;
    }
    known.put(code, false);
    Set<JavaAccess<?>> guarded = new HashSet<>();
    for (TryCatchBlock block : code.getTryCatchBlocks()) {
      if (block.getCaughtThrowables().stream()
          .anyMatch(type -> type.isEquivalentTo(Throwable.class))) {
        guarded.addAll(block.getAccessesContainedInTryBlock());
      }
    }
    boolean bare = false;
    for (JavaAccess<?> access : code.getCallsFromSelf()) {
      bare |= !guarded.contains(access) && mayThrow(access);
    }
    known.put(code, bare);
    return bare;
  }

  private boolean mayThrow(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    if (owner.startsWith("io.obsagent.instrumentation.")) {
      return access.getTarget().resolveMember().stream()
          .anyMatch(member -> member instanceof JavaCodeUnit code && isBare(code));
    }
    return !owner.equals(GUARD)
        && (owner.startsWith("io.obsagent.") || owner.startsWith("io.opentelemetry."));
  }
}
