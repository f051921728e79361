// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.weaving;

import java.io.IOException;
import java.io.InputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** How a compiler, or a tool after it, would have written {@link Greeter} long ago. */
enum OldClassFile {
  JAVA_6(Opcodes.V1_6),
  /** The verifier infers the types of a class of Java 6 that lacks frames. */
  JAVA_6_WITHOUT_FRAMES(Opcodes.V1_6),
  /** And of one whose frames are wrong. */
  JAVA_6_WITH_WRONG_FRAMES(Opcodes.V1_6),
  JAVA_6_WITH_SUBROUTINES(Opcodes.V1_6),
  JAVA_5(Opcodes.V1_5),
  JAVA_5_WITH_SUBROUTINES(Opcodes.V1_5),
  JAVA_1_4(Opcodes.V1_4),
  JAVA_1_4_WITH_SUBROUTINES(Opcodes.V1_4),
  JAVA_1_1(Opcodes.V1_1),
  /** With an abstract method that is synchronized, which Java 5 forbids. */
  JAVA_1_4_ILLEGAL_SINCE(Opcodes.V1_4);

  private final int version;

  OldClassFile(int version) {
    this.version = version;
  }

  /** The class, defined in a loader of its own, which has a copy of it only. */
  Class<?> load() throws ReflectiveOperationException {
    return new ClassLoader(OldClassFile.class.getClassLoader()) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.equals(Greeter.class.getName())) {
          return super.loadClass(name, resolve);
        }
        byte[] bytes = bytes();
        return defineClass(name, bytes, 0, bytes.length);
      }
    }.loadClass(Greeter.class.getName());
  }

  private byte[] bytes() throws ClassNotFoundException {
    boolean frames = this == JAVA_6 || this == JAVA_6_WITH_WRONG_FRAMES;
    try (InputStream in = Greeter.class.getResourceAsStream("Greeter.class")) {
      ClassReader reader = new ClassReader(in);
      ClassWriter writer = new ClassWriter(0);
      reader.accept(
          new Aging(writer), frames ? ClassReader.EXPAND_FRAMES : ClassReader.SKIP_FRAMES);
      return writer.toByteArray();
    } catch (IOException e) {
      throw new ClassNotFoundException("Greeter", e);
    }
  }

  private final class Aging extends ClassVisitor {
    Aging(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int now, int access, String name, String signature, String parent, String[] interfaces) {
      int kind = isIllegalSince() ? access | Opcodes.ACC_ABSTRACT : access;
      super.visit(version, kind, name, signature, parent, interfaces);
      if (isIllegalSince()) {
        int abstractSynchronized = Opcodes.ACC_ABSTRACT | Opcodes.ACC_SYNCHRONIZED;
        super.visitMethod(abstractSynchronized, "illegal", "()V", null, null).visitEnd();
      }
    }

    private boolean isIllegalSince() {
      return OldClassFile.this == JAVA_1_4_ILLEGAL_SINCE;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      if (name.equals("greet") && OldClassFile.this.name().endsWith("SUBROUTINES")) {
        writeWithSubroutine(next);
        return null;
      }
      return OldClassFile.this == JAVA_6_WITH_WRONG_FRAMES ? new Spoiling(next) : next;
    }
  }

  /** The body of {@link Greeter#greet}, in the way in which {@code finally} was compiled. */
  private static void writeWithSubroutine(MethodVisitor method) {
    Label subroutine = new Label();
    method.visitCode();
    method.visitJumpInsn(Opcodes.JSR, subroutine);
    method.visitVarInsn(Opcodes.ALOAD, 3);
    method.visitInsn(Opcodes.ARETURN);
    method.visitLabel(subroutine);
    method.visitVarInsn(Opcodes.ASTORE, 2);
    method.visitLdcInsn("Hello ");
    method.visitVarInsn(Opcodes.ALOAD, 1);
    method.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        "java/lang/String",
        "concat",
        "(Ljava/lang/String;)Ljava/lang/String;",
        false);
    method.visitVarInsn(Opcodes.ASTORE, 3);
    method.visitVarInsn(Opcodes.RET, 2);
    method.visitMaxs(2, 4);
    method.visitEnd();
  }

  /** Says of each frame that its last variable is a reference. */
  private static final class Spoiling extends MethodVisitor {
    Spoiling(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitFrame(int type, int localCount, Object[] locals, int stackCount, Object[] on) {
      Object[] wrong = locals.clone();
      wrong[localCount - 1] = "java/lang/String";
      super.visitFrame(type, localCount, wrong, stackCount, on);
    }
  }
}
