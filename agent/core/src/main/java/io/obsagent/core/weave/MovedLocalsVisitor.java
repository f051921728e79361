// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.TypePath;
import org.jspecify.annotations.Nullable;

/**
 * Makes room for local variables of the agent's right after the arguments of a method: the body's
 * variables move up, and its stack map frames get the new ones, so no frame is computed anew and no
 * class is loaded to find a common super type.
 *
 * <p>What comes in is the body. A subclass writes what it adds to {@link #mv}, where nothing is
 * moved.
 */
abstract class MovedLocalsVisitor extends MethodVisitor {
  static final String THROWABLE = "java/lang/Throwable";
  static final String OBJECT = "java/lang/Object";

  final boolean isStatic;
  final Type[] argumentTypes;
  final Type returnType;
  final int argumentSlots;

  MovedLocalsVisitor(MethodVisitor next, int access, String descriptor) {
    super(Opcodes.ASM9, next);
    this.isStatic = (access & Opcodes.ACC_STATIC) != 0;
    this.argumentTypes = Type.getArgumentTypes(descriptor);
    this.returnType = Type.getReturnType(descriptor);
    this.argumentSlots = (Type.getArgumentsAndReturnSizes(descriptor) >> 2) - (isStatic ? 1 : 0);
  }

  /** How many slots the new variables take; 0 leaves the body as it is. */
  abstract int newSlots();

  /**
   * Adds what lies in the new variables while the body runs.
   *
   * @param followed whether variables of the body come after them, so that all must be told
   */
  abstract void addNewLocals(List<Object> locals, boolean followed);

  @Override
  public final void visitVarInsn(int opcode, int variable) {
    boolean wide =
        opcode == Opcodes.LLOAD
            || opcode == Opcodes.DLOAD
            || opcode == Opcodes.LSTORE
            || opcode == Opcodes.DSTORE;
    if (newSlots() > 0 && wide && variable == argumentSlots - 1) {
      throw new IllegalArgumentException("a variable lies half on the last argument");
    }
    super.visitVarInsn(opcode, moved(variable));
  }

  @Override
  public final void visitIincInsn(int variable, int increment) {
    super.visitIincInsn(moved(variable), increment);
  }

  @Override
  public final void visitLocalVariable(
      String name,
      String descriptor,
      @Nullable String signature,
      Label start,
      Label end,
      int index) {
    super.visitLocalVariable(name, descriptor, signature, start, end, moved(index));
  }

  /** Local variable annotations have no meaning at run time, and their tables would need moving. */
  @Override
  public final @Nullable AnnotationVisitor visitLocalVariableAnnotation(
      int typeRef,
      TypePath typePath,
      Label[] start,
      Label[] end,
      int[] index,
      String descriptor,
      boolean visible) {
    return null;
  }

  /** Puts the new variables among the locals of a frame of the body. Frames are expanded. */
  @Override
  public final void visitFrame(
      int type, int localCount, Object[] locals, int stackCount, Object[] stack) {
    if (newSlots() == 0) {
      super.visitFrame(type, localCount, locals, stackCount, stack);
      return;
    }
    List<Object> changed = new ArrayList<>(localCount + newSlots());
    int slot = 0;
    int entry = 0;
    while (slot < argumentSlots) {
      Object local = entry < localCount ? locals[entry++] : Opcodes.TOP;
      changed.add(local);
      slot += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
    }
    addNewLocals(changed, entry < localCount);
    while (entry < localCount) {
      changed.add(locals[entry++]);
    }
    super.visitFrame(Opcodes.F_NEW, changed.size(), changed.toArray(), stackCount, stack);
  }

  private int moved(int variable) {
    return variable >= argumentSlots ? variable + newSlots() : variable;
  }

  final int slotOf(int argument) {
    int slot = isStatic ? 0 : 1;
    for (int i = 0; i < argument; i++) {
      slot += argumentTypes[i].getSize();
    }
    return slot;
  }

  /** References are Object at call sites, lest the class has to resolve one more type. */
  static Type generalised(Type type) {
    return type.getSort() >= Type.ARRAY ? Type.getObjectType(OBJECT) : type;
  }

  /** The instruction that pushes what a field of the type begins with. */
  static int zeroOf(Type type) {
    return switch (type.getSort()) {
      case Type.LONG -> Opcodes.LCONST_0;
      case Type.FLOAT -> Opcodes.FCONST_0;
      case Type.DOUBLE -> Opcodes.DCONST_0;
      case Type.ARRAY, Type.OBJECT -> Opcodes.ACONST_NULL;
      default -> Opcodes.ICONST_0;
    };
  }
}
