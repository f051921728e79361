// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.MethodMatch;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
  private static final MethodMatch ANY = MethodMatch.named("any");

  @Test
  void eachMethodOfTheJdkIsOfItsOwnTypesAndOfNoOthers() {
    List<Method> methods = new ArrayList<>(List.of(String.class.getMethods()));
    methods.addAll(List.of(java.util.Arrays.class.getMethods()));
    methods.addAll(List.of(java.util.Map.class.getMethods()));
    for (Method one : methods) {
      for (Method other : methods) {
        assertThat(Descriptors.matches(exactly(one), Type.getMethodDescriptor(other)))
            .isEqualTo(
                one.getReturnType() == other.getReturnType()
                    && List.of(one.getParameterTypes()).equals(List.of(other.getParameterTypes())));
      }
    }
  }

  private static MethodMatch exactly(Method method) {
    String[] arguments = new String[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = source(method.getParameterTypes()[i]);
    }
    return ANY.takes(arguments).returns(source(method.getReturnType()));
  }

  private static String source(Class<?> type) {
    return type.isArray() ? source(type.getComponentType()) + "[]" : type.getName();
  }

  @Test
  void argumentsAreMoreFewerOrOfAnyTypeAsTheMatchSays() {
    String descriptor = "(Ljava/lang/String;[[IJ)V";

    assertThat(Descriptors.matches(ANY, descriptor)).isTrue();
    assertThat(Descriptors.matches(ANY.takes(3), descriptor)).isTrue();
    assertThat(Descriptors.matches(ANY.takes(2), descriptor)).isFalse();
    assertThat(Descriptors.matches(ANY.takes(4), descriptor)).isFalse();
    assertThat(Descriptors.matches(ANY.takes(), descriptor)).isFalse();
    assertThat(Descriptors.matches(ANY.takesFirst(), descriptor)).isTrue();
    assertThat(Descriptors.matches(ANY.takesFirst("java.lang.String", null), descriptor)).isTrue();
    assertThat(Descriptors.matches(ANY.takesFirst(null, "int[]"), descriptor)).isFalse();
    assertThat(Descriptors.matches(ANY.takesFirst(null, "int[][]"), descriptor)).isTrue();
    assertThat(Descriptors.matches(ANY.takesFirst(null, "int[][][]"), descriptor)).isFalse();
    assertThat(Descriptors.matches(ANY.takesFirst(null, "long[][]"), descriptor)).isFalse();
  }

  @Test
  void aNestedTypeHasItsBinaryName() {
    assertThat(Descriptors.matches(ANY.takes("java.util.Map$Entry"), "(Ljava/util/Map$Entry;)V"))
        .isTrue();
    assertThat(Descriptors.matches(ANY.takes("java.util.Map.Entry"), "(Ljava/util/Map$Entry;)V"))
        .isFalse();
  }
}
