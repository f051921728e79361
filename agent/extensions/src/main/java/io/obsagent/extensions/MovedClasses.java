// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/**
 * Lets exporters that were published for an older SDK link with the agent's: what many of them use
 * of its internals ({@code ThrottlingLogger}, {@code DaemonThreadFactory} …) is the same but has
 * moved from {@code io.opentelemetry.sdk.internal} to {@code io.opentelemetry.sdk.common.internal}.
 * Where the older classes lie beside the exporter, it has those.
 */
final class MovedClasses {
  private static final String BEFORE = "io/opentelemetry/sdk/internal/";
  private static final String NOW = "io/opentelemetry/sdk/common/internal/";

  private MovedClasses() {}

  /**
   * The class with the new names: the same array where it uses none that have moved.
   *
   * @param brought whether the extension has a class, by its name
   * @param known whether the agent has a class, by its name
   */
  static byte[] in(byte[] bytes, Predicate<String> brought, Predicate<String> known) {
    if (!new String(bytes, StandardCharsets.ISO_8859_1).contains(BEFORE)) {
      return bytes;
    }
    ClassReader reader = new ClassReader(bytes);
    if (reader.getClassName().startsWith(BEFORE)) {
      return bytes; // a copy of the old one
    }
    ClassWriter writer = new ClassWriter(0);
    reader.accept(new ClassRemapper(writer, new Moves(brought, known)), 0);
    return writer.toByteArray();
  }

  private static final class Moves extends Remapper {
    private final Predicate<String> brought;
    private final Predicate<String> known;

    Moves(Predicate<String> brought, Predicate<String> known) {
      super(Opcodes.ASM9);
      this.brought = brought;
      this.known = known;
    }

    @Override
    public String map(String name) {
      if (!name.startsWith(BEFORE)) {
        return name;
      }
      String moved = NOW + name.substring(BEFORE.length());
      boolean follow = known.test(moved.replace('/', '.')) && !brought.test(name.replace('/', '.'));
      return follow ? moved : name;
    }
  }
}
