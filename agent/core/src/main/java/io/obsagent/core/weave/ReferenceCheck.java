// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.core.weave.References.Member;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Whether a library, as a class loader sees it, has what a module's advice needs. Reads class
 * files; never loads a class of the application, for that could change its behaviour.
 */
final class ReferenceCheck {
  private final @Nullable ClassLoader loader;
  private final Map<String, Shape> shapes = new HashMap<>();

  ReferenceCheck(@Nullable ClassLoader loader) {
    this.loader = loader;
  }

  /** What a class file declares. */
  private record Shape(String superName, String[] interfaces, Set<Member> members) {}

  /**
   * @param needed as {@link References#collect} answers
   * @return what is missing first, for people; null where everything is there
   */
  @Nullable String firstMismatch(Map<String, Set<Member>> needed) {
    for (Map.Entry<String, Set<Member>> each : needed.entrySet()) {
      String className = each.getKey().replace('/', '.');
      if (shape(each.getKey()) == null) {
        return "class " + className + " missing";
      }
      for (Member member : each.getValue()) {
        if (!has(each.getKey(), member)) {
          String kind = member.isMethod() ? "method " : "field ";
          return kind + className + "#" + member.name() + member.descriptor() + " missing";
        }
      }
    }
    return null;
  }

  private boolean has(String className, Member member) {
    Shape shape = shape(className);
    if (shape == null) {
      return false;
    }
    if (shape.members().contains(member)) {
      return true;
    }
    if (!shape.superName().isEmpty() && has(shape.superName(), member)) {
      return true;
    }
    for (String each : shape.interfaces()) {
      if (has(each, member)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Shape shape(String className) {
    Shape known = shapes.get(className);
    if (known == null) {
      known = read(className);
      if (known != null) {
        shapes.put(className, known);
      }
    }
    return known;
  }

  private @Nullable Shape read(String className) {
    byte[] bytes = ClassFiles.read(loader, className);
    if (bytes == null) {
      return null;
    }
    ShapeReader reader = new ShapeReader();
    new ClassReader(bytes)
        .accept(reader, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return new Shape(reader.superName, reader.interfaces, reader.members);
  }

  private static final class ShapeReader extends ClassVisitor {
    private String superName = "";
    private String[] interfaces = {};
    private final Set<Member> members = new HashSet<>();

    ShapeReader() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String parent,
        String[] implemented) {
      superName = parent == null ? "" : parent;
      interfaces = implemented;
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access, String name, String descriptor, @Nullable String signature, Object value) {
      members.add(new Member(name, descriptor, (access & Opcodes.ACC_STATIC) != 0));
      return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      members.add(new Member(name, descriptor, (access & Opcodes.ACC_STATIC) != 0));
      return null;
    }
  }
}
