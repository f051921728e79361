// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.util.function.IntUnaryOperator;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** All arguments of a method in an array, for advice that does not know how many there are. */
final class ArgumentArray {
  private static final String OBJECT = "java/lang/Object";

  private ArgumentArray() {}

  /**
   * Puts it on the stack; takes five places of it meanwhile.
   *
   * @param slots argument to local variable
   */
  static void emit(MethodVisitor to, Type[] arguments, IntUnaryOperator slots) {
    to.visitIntInsn(Opcodes.SIPUSH, arguments.length);
    to.visitTypeInsn(Opcodes.ANEWARRAY, OBJECT);
    for (int i = 0; i < arguments.length; i++) {
      to.visitInsn(Opcodes.DUP);
      to.visitIntInsn(Opcodes.SIPUSH, i);
      to.visitVarInsn(arguments[i].getOpcode(Opcodes.ILOAD), slots.applyAsInt(i));
      String box = boxOf(arguments[i]);
      if (!box.isEmpty()) {
        String descriptor = "(" + arguments[i].getDescriptor() + ")L" + box + ";";
        to.visitMethodInsn(Opcodes.INVOKESTATIC, box, "valueOf", descriptor, false);
      }
      to.visitInsn(Opcodes.AASTORE);
    }
  }

  private static String boxOf(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN -> "java/lang/Boolean";
      case Type.CHAR -> "java/lang/Character";
      case Type.BYTE -> "java/lang/Byte";
      case Type.SHORT -> "java/lang/Short";
      case Type.INT -> "java/lang/Integer";
      case Type.LONG -> "java/lang/Long";
      case Type.FLOAT -> "java/lang/Float";
      case Type.DOUBLE -> "java/lang/Double";
      default -> "";
    };
  }
}
