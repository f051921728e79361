// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.spi.weave.MethodProbe;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Emits a {@link MethodProbe} into one method. What exit needs is kept in local variables right
 * after the arguments, so that nothing is allocated for it:
 *
 * <pre>
 *   arguments │ nanos │ token │ this, arguments as they came │ scratch │ the body's own
 * </pre>
 *
 * Scratch holds the result, or what was thrown, while exit runs; to frames it is unusable (TOP), as
 * the arguments are in the handler's.
 */
final class ProbeVisitor extends MovedLocalsVisitor {
  private static final Type ANY = Type.getObjectType(OBJECT);

  private final MethodProbe probe;
  private final Handle bootstrap;

  /** What lies in the new variables, scratch excluded. */
  private final List<Type> kept = new ArrayList<>();

  private final List<Type> seen = new ArrayList<>();
  private final int scratch;
  private final int newSlots;
  private final Label bodyStart = new Label();
  private final Label bodyEnd = new Label();

  ProbeVisitor(
      MethodVisitor next, MethodProbe probe, Handle bootstrap, int access, String descriptor) {
    super(next, access, descriptor);
    this.probe = probe;
    this.bootstrap = bootstrap;
    if (probe.self()) {
      seen.add(ANY);
    }
    for (int index : probe.arguments()) {
      seen.add(generalised(argumentTypes[index]));
    }
    if (probe.timed()) {
      kept.add(Type.LONG_TYPE);
    }
    if (probe.token()) {
      kept.add(ANY);
    }
    kept.addAll(seen);
    this.scratch = argumentSlots + sizeOf(kept);
    this.newSlots = sizeOf(kept) + Math.max(1, returnType.getSize());
  }

  private static int sizeOf(List<Type> types) {
    int size = 0;
    for (Type type : types) {
      size += type.getSize();
    }
    return size;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    int slot = argumentSlots;
    if (probe.token()) {
      loadSeen();
      call("enter", seen, ANY, -1, true);
      mv.visitVarInsn(Opcodes.ASTORE, slot + (probe.timed() ? 2 : 0));
    }
    int first = scratch - sizeOf(seen);
    if (probe.self()) {
      loadThis();
      mv.visitVarInsn(Opcodes.ASTORE, first++);
    }
    for (int index : probe.arguments()) {
      Type type = argumentTypes[index];
      mv.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slotOf(index));
      mv.visitVarInsn(type.getOpcode(Opcodes.ISTORE), first);
      first += type.getSize();
    }
    if (probe.timed()) {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
      mv.visitVarInsn(Opcodes.LSTORE, slot);
    }
    super.visitLabel(bodyStart);
  }

  private void loadThis() {
    if (isStatic) {
      super.visitInsn(Opcodes.ACONST_NULL);
    } else {
      mv.visitVarInsn(Opcodes.ALOAD, 0);
    }
  }

  private void loadSeen() {
    if (probe.self()) {
      loadThis();
    }
    for (int index : probe.arguments()) {
      mv.visitVarInsn(argumentTypes[index].getOpcode(Opcodes.ILOAD), slotOf(index));
    }
  }

  private void call(String name, List<Type> types, Type result, int returned, boolean entry) {
    super.visitInvokeDynamicInsn(
        name,
        Type.getMethodDescriptor(result, types.toArray(new Type[0])),
        bootstrap,
        Linker.PROBE,
        probe.id(),
        entry ? 1 : 0,
        returned);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      boolean hasResult = opcode != Opcodes.RETURN;
      if (hasResult) {
        mv.visitVarInsn(returnType.getOpcode(Opcodes.ISTORE), scratch);
      }
      emitExit(false);
      if (hasResult && !probe.replaces()) {
        mv.visitVarInsn(returnType.getOpcode(Opcodes.ILOAD), scratch);
      }
    }
    super.visitInsn(opcode);
  }

  /**
   * The result, or what was thrown, is in scratch; what replaces the result is left on the stack.
   */
  private void emitExit(boolean thrown) {
    List<Type> types = new ArrayList<>(kept);
    int slot = argumentSlots;
    for (Type type : kept) {
      mv.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
      slot += type.getSize();
    }
    int returned = -1;
    if (probe.result()) {
      returned = types.size();
      types.add(generalised(returnType));
      if (thrown) {
        super.visitInsn(zeroOf(returnType));
      } else {
        mv.visitVarInsn(returnType.getOpcode(Opcodes.ILOAD), scratch);
      }
    }
    types.add(Type.getObjectType(THROWABLE));
    if (thrown) {
      mv.visitVarInsn(Opcodes.ALOAD, scratch);
    } else {
      super.visitInsn(Opcodes.ACONST_NULL);
    }
    boolean replaces = probe.replaces();
    call("exit", types, replaces ? ANY : Type.VOID_TYPE, replaces ? returned : -1, false);
    if (replaces && thrown) {
      super.visitInsn(Opcodes.POP);
    } else if (replaces) {
      super.visitTypeInsn(Opcodes.CHECKCAST, returnType.getInternalName());
    }
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    super.visitLabel(bodyEnd);
    super.visitTryCatchBlock(bodyStart, bodyEnd, bodyEnd, THROWABLE);
    List<Object> locals = new ArrayList<>();
    for (int i = 0; i < argumentSlots; i++) {
      locals.add(Opcodes.TOP);
    }
    addKept(locals);
    mv.visitFrame(Opcodes.F_NEW, locals.size(), locals.toArray(), 1, new Object[] {THROWABLE});
    mv.visitVarInsn(Opcodes.ASTORE, scratch);
    emitExit(true);
    mv.visitVarInsn(Opcodes.ALOAD, scratch);
    super.visitInsn(Opcodes.ATHROW);
    super.visitMaxs(maxStack + newSlots + argumentSlots + 4, maxLocals + newSlots);
  }

  private void addKept(List<Object> locals) {
    for (Type type : kept) {
      locals.add(
          switch (type.getSort()) {
            case Type.LONG -> Opcodes.LONG;
            case Type.DOUBLE -> Opcodes.DOUBLE;
            case Type.FLOAT -> Opcodes.FLOAT;
            case Type.OBJECT -> OBJECT;
            default -> Opcodes.INTEGER;
          });
    }
  }

  @Override
  int newSlots() {
    return newSlots;
  }

  @Override
  void addNewLocals(List<Object> locals, boolean followed) {
    addKept(locals);
    for (int i = 0; followed && i < Math.max(1, returnType.getSize()); i++) {
      locals.add(Opcodes.TOP);
    }
  }
}
