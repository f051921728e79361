// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.spi.weave.MethodSelector.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** The methods of a class file that a user may name, each with what is known of its body. */
final class MethodShapes extends ClassVisitor {
  /** A setter that returns this has the most. */
  private static final int LONGEST_ACCESSOR = 5;

  private static final int NEVER =
      Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE;

  private final String type;
  private final Map<String, Method> methods = new LinkedHashMap<>();

  private MethodShapes(String type) {
    super(Opcodes.ASM9);
    this.type = type;
  }

  /** By name and descriptor; without constructors, and what has no body of its own. */
  static Map<String, Method> of(ClassReader reader) {
    MethodShapes shapes = new MethodShapes(reader.getClassName().replace('/', '.'));
    reader.accept(shapes, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return shapes.methods;
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    if ((access & NEVER) != 0 || name.charAt(0) == '<') {
      return null;
    }
    return new Body(access, name, descriptor);
  }

  private final class Body extends MethodVisitor {
    private final int access;
    private final String name;
    private final String descriptor;
    private int instructions;
    private boolean works;

    Body(int access, String name, String descriptor) {
      super(Opcodes.ASM9);
      this.access = access;
      this.name = name;
      this.descriptor = descriptor;
    }

    @Override
    public void visitInsn(int opcode) {
      instructions++;
      works |= opcode == Opcodes.ATHROW;
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
      instructions++;
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      instructions++;
    }

    @Override
    public void visitLdcInsn(Object value) {
      instructions++;
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String field, String type) {
      instructions++;
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      works = true;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String method, String type, boolean isInterface) {
      works = true;
    }

    @Override
    public void visitInvokeDynamicInsn(
        String method, String type, Handle bootstrap, Object... arguments) {
      works = true;
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
      works = true;
    }

    @Override
    public void visitEnd() {
      // A body that only returns is one that somebody has left to do.
      boolean trivial = !works && instructions > 1 && instructions <= LONGEST_ACCESSOR;
      methods.put(name + descriptor, new Method(type, name, descriptor, access, trivial));
    }
  }
}
