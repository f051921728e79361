// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.weave.ModuleDescriptor.TypeAdvice;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class UnknownLibrariesTest {
  private static final String CASSANDRA = "com/datastax/driver/core/Cluster";
  private static final String SDK = "io/opentelemetry/sdk/OpenTelemetrySdk";
  private static final String SDK_NAME =
      UnknownLibraries.MARKERS.get("io.opentelemetry.sdk.OpenTelemetrySdk");

  private final UnknownLibraries unknown = new UnknownLibraries();

  @Test
  void aMarkerThatIsLoadedTellsItsLibraryOnceAndInOrder() {
    TypeMatcher matcher = new TypeMatcher(List.of(), unknown);
    load(matcher, SDK);
    load(matcher, CASSANDRA);
    load(matcher, CASSANDRA);
    load(matcher, "com/shop/Server");
    assertThat(unknown.seen()).containsExactly("Cassandra driver 3", SDK_NAME);
  }

  @Test
  void aMarkerThatWasLoadedBeforeTheAgentTellsItToo() throws Exception {
    TypeMatcher matcher = new TypeMatcher(List.of(), unknown);
    Class<?> marker = new OneClassLoader(SDK.replace('/', '.')).type();
    assertThat(matcher.mayMatch(marker)).as("needs weaving").isFalse();
    assertThat(unknown.seen()).containsExactly(SDK_NAME);
  }

  @Test
  void whatAModuleInstrumentsIsNotUnknown() {
    ModuleDescriptor cassandra =
        new ModuleDescriptor(
            "cassandra",
            "Cassandra 3",
            "For this test.",
            true,
            List.of(new TypeAdvice(TypeMatch.named(CASSANDRA.replace('/', '.')), List.of())));
    TypeMatcher matcher = new TypeMatcher(List.of(cassandra), unknown);
    assertThat(matcher.matches(null, CASSANDRA, new byte[0])).hasSize(1);
    assertThat(unknown.seen()).isEmpty();
  }

  private static void load(TypeMatcher matcher, String internalName) {
    assertThat(matcher.matches(null, internalName, new byte[0])).isEmpty();
  }

  /** Defines an empty interface of a name. */
  private static final class OneClassLoader extends ClassLoader {
    private final Class<?> type;

    OneClassLoader(String name) {
      super(null);
      ClassWriter writer = new ClassWriter(0);
      writer.visit(
          Opcodes.V17,
          Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT,
          name.replace('.', '/'),
          null,
          "java/lang/Object",
          null);
      byte[] bytes = writer.toByteArray();
      type = defineClass(name, bytes, 0, bytes.length);
    }

    Class<?> type() {
      return type;
    }
  }
}
