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
  private static final String MONGO = "com/mongodb/reactivestreams/client/MongoClients";
  private static final String R2DBC = "io/r2dbc/spi/ConnectionFactory";

  private final UnknownLibraries unknown = new UnknownLibraries();

  @Test
  void aMarkerThatIsLoadedTellsItsLibraryOnceAndInOrder() {
    TypeMatcher matcher = new TypeMatcher(List.of(), unknown);
    load(matcher, R2DBC);
    load(matcher, MONGO);
    load(matcher, MONGO);
    load(matcher, "com/shop/Server");
    assertThat(unknown.seen()).containsExactly("MongoDB reactive driver", "R2DBC");
  }

  @Test
  void aMarkerThatWasLoadedBeforeTheAgentTellsItToo() throws Exception {
    TypeMatcher matcher = new TypeMatcher(List.of(), unknown);
    Class<?> marker = new OneClassLoader("io.r2dbc.spi.ConnectionFactory").type();
    assertThat(matcher.mayMatch(marker)).as("needs weaving").isFalse();
    assertThat(unknown.seen()).containsExactly("R2DBC");
  }

  @Test
  void whatAModuleInstrumentsIsNotUnknown() {
    ModuleDescriptor mongo =
        new ModuleDescriptor(
            "mongo",
            "MongoDB 5",
            "For this test.",
            true,
            List.of(new TypeAdvice(TypeMatch.named(MONGO.replace('/', '.')), List.of())));
    TypeMatcher matcher = new TypeMatcher(List.of(mongo), unknown);
    assertThat(matcher.matches(null, MONGO, new byte[0])).hasSize(1);
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
