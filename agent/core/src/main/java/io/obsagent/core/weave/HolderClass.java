// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.util.Arrays;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * A class whose objects hold something for advice, in a field of their own. A member can be added
 * only while a class is loaded, and must then be there each time that it is woven again; in objects
 * of classes that were loaded before, state is found by a map.
 */
final class HolderClass {
  private static final String INTERFACE = Dispatcher.HOLDER.replace('.', '/');
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String FIELD = "obs$held";
  private static final int NO_FIELDS =
      Opcodes.ACC_INTERFACE | Opcodes.ACC_RECORD | Opcodes.ACC_ENUM | Opcodes.ACC_MODULE;

  private HolderClass() {}

  /**
   * The class with the field.
   *
   * @param loader that is about to define it
   * @return null where a class of this kind has no fields; or where it is serializable and says
   *     nothing of its version, which is computed from its members
   */
  static byte @Nullable [] of(@Nullable ClassLoader loader, byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    if ((reader.getAccess() & NO_FIELDS) != 0) {
      return null;
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    Adding adding = new Adding(writer, reader.getClassName());
    reader.accept(adding, 0);
    return adding.hasVersion || !isSerializable(loader, new ClassHeader(classFile, NameSet.EMPTY))
        ? writer.toByteArray()
        : null;
  }

  /** The same of a class that is loaded with it. */
  static byte[] again(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Adding(writer, reader.getClassName()), 0);
    return writer.toByteArray();
  }

  /** What cannot be read may be. */
  private static boolean isSerializable(@Nullable ClassLoader loader, ClassHeader header) {
    for (int i = 0; i < header.interfaceCount(); i++) {
      if (isSerializable(loader, header.interfaceName(i))) {
        return true;
      }
    }
    return isSerializable(loader, header.superName());
  }

  private static boolean isSerializable(@Nullable ClassLoader loader, String type) {
    if (type.isEmpty() || type.equals("java/lang/Object") || type.startsWith("java/sql/")) {
      return false;
    }
    byte[] classFile = type.equals("java/io/Serializable") ? null : ClassFiles.read(loader, type);
    return classFile == null || isSerializable(loader, new ClassHeader(classFile, NameSet.EMPTY));
  }

  private static final class Adding extends ClassVisitor {
    private final String owner;
    private boolean hasVersion;

    Adding(ClassVisitor next, String owner) {
      super(Opcodes.ASM9, next);
      this.owner = owner;
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      String[] known = interfaces == null ? new String[0] : interfaces;
      String[] all = Arrays.copyOf(known, known.length + 1);
      all[known.length] = INTERFACE;
      String generic = signature == null ? null : signature + 'L' + INTERFACE + ';';
      super.visit(version, access, name, generic, superName, all);
    }

    @Override
    public FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      hasVersion |= name.equals("serialVersionUID");
      return super.visitField(access, name, descriptor, signature, value);
    }

    @Override
    public void visitEnd() {
      int hidden = Opcodes.ACC_PRIVATE | Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC;
      super.visitField(hidden | Opcodes.ACC_VOLATILE, FIELD, OBJECT, null, null).visitEnd();
      MethodVisitor get = method("obs$held", "()" + OBJECT);
      get.visitVarInsn(Opcodes.ALOAD, 0);
      get.visitFieldInsn(Opcodes.GETFIELD, owner, FIELD, OBJECT);
      get.visitInsn(Opcodes.ARETURN);
      get.visitMaxs(1, 1);
      get.visitEnd();
      MethodVisitor put = method("obs$hold", "(" + OBJECT + ")V");
      put.visitVarInsn(Opcodes.ALOAD, 0);
      put.visitVarInsn(Opcodes.ALOAD, 1);
      put.visitFieldInsn(Opcodes.PUTFIELD, owner, FIELD, OBJECT);
      put.visitInsn(Opcodes.RETURN);
      put.visitMaxs(2, 2);
      put.visitEnd();
      super.visitEnd();
    }

    private MethodVisitor method(String name, String descriptor) {
      MethodVisitor method =
          super.visitMethod(
              Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC, name, descriptor, null, null);
      method.visitCode();
      return method;
    }
  }
}
