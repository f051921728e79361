// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class MovedClassesTest {
  private static final String BEFORE = "Lio/opentelemetry/sdk/internal/ThrottlingLogger;";
  private static final String NOW = "Lio/opentelemetry/sdk/common/internal/ThrottlingLogger;";

  private static byte[] classWith(String field) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, "x/Exporter", null, "java/lang/Object", null);
    writer.visitField(Opcodes.ACC_PRIVATE, "logger", field, null, null).visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void theSdkHasTheClassThatExportersWereLinkedWith() throws ClassNotFoundException {
    String moved = NOW.substring(1, NOW.length() - 1).replace('/', '.');
    assertThat(Class.forName(moved)).isNotNull();
  }

  @Test
  void whatHasMovedIsFollowed() {
    byte[] linked = MovedClasses.in(classWith(BEFORE), name -> false, name -> true);

    assertThat(text(linked)).contains(NOW).doesNotContain(BEFORE);
  }

  @Test
  void whatTheExtensionBringsItselfItHas() {
    assertThat(text(MovedClasses.in(classWith(BEFORE), name -> true, name -> true)))
        .contains(BEFORE);
  }

  @Test
  void whatIsNowhereIsLeftAlone() {
    assertThat(text(MovedClasses.in(classWith(BEFORE), name -> false, name -> false)))
        .contains(BEFORE);
  }

  @Test
  void aClassThatUsesNoneStaysAsItIs() {
    byte[] bytes = classWith(NOW);

    assertThat(MovedClasses.in(bytes, name -> false, name -> true)).isSameAs(bytes);
  }
}
