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
import org.jspecify.annotations.Nullable;

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
final class ProbeVisitor extends MethodVisitor {
  private static final String THROWABLE = "java/lang/Throwable";
  private static final String OBJECT = "java/lang/Object";
  private static final Type ANY = Type.getObjectType(OBJECT);

  private final MethodProbe probe;
  private final Handle bootstrap;
  private final boolean isStatic;
  private final Type[] argumentTypes;
  private final Type returnType;
  private final int argumentSlots;

  /** What lies in the new variables, scratch excluded. */
  private final List<Type> kept = new ArrayList<>();

  private final List<Type> seen = new ArrayList<>();
  private final int scratch;
  private final int newSlots;
  private final Label bodyStart = new Label();
  private final Label bodyEnd = new Label();

  ProbeVisitor(
      MethodVisitor next, MethodProbe probe, Handle bootstrap, int access, String descriptor) {
    super(Opcodes.ASM9, next);
    this.probe = probe;
    this.bootstrap = bootstrap;
    this.isStatic = (access & Opcodes.ACC_STATIC) != 0;
    this.argumentTypes = Type.getArgumentTypes(descriptor);
    this.returnType = Type.getReturnType(descriptor);
    this.argumentSlots = (Type.getArgumentsAndReturnSizes(descriptor) >> 2) - (isStatic ? 1 : 0);
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

  private static Type generalised(Type type) {
    return type.getSort() >= Type.ARRAY ? ANY : type;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    int slot = argumentSlots;
    if (probe.token()) {
      loadSeen();
      call("enter", seen, ANY, -1, true);
      super.visitVarInsn(Opcodes.ASTORE, slot + (probe.timed() ? 2 : 0));
    }
    int first = scratch - sizeOf(seen);
    if (probe.self()) {
      loadThis();
      super.visitVarInsn(Opcodes.ASTORE, first++);
    }
    for (int index : probe.arguments()) {
      Type type = argumentTypes[index];
      super.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slotOf(index));
      super.visitVarInsn(type.getOpcode(Opcodes.ISTORE), first);
      first += type.getSize();
    }
    if (probe.timed()) {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
      super.visitVarInsn(Opcodes.LSTORE, slot);
    }
    super.visitLabel(bodyStart);
  }

  private void loadThis() {
    if (isStatic) {
      super.visitInsn(Opcodes.ACONST_NULL);
    } else {
      super.visitVarInsn(Opcodes.ALOAD, 0);
    }
  }

  private void loadSeen() {
    if (probe.self()) {
      loadThis();
    }
    for (int index : probe.arguments()) {
      super.visitVarInsn(argumentTypes[index].getOpcode(Opcodes.ILOAD), slotOf(index));
    }
  }

  private int slotOf(int argument) {
    int slot = isStatic ? 0 : 1;
    for (int i = 0; i < argument; i++) {
      slot += argumentTypes[i].getSize();
    }
    return slot;
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
        super.visitVarInsn(returnType.getOpcode(Opcodes.ISTORE), scratch);
      }
      emitExit(false);
      if (hasResult && !probe.replaces()) {
        super.visitVarInsn(returnType.getOpcode(Opcodes.ILOAD), scratch);
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
      super.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
      slot += type.getSize();
    }
    int returned = -1;
    if (probe.result()) {
      returned = types.size();
      types.add(generalised(returnType));
      if (thrown) {
        super.visitInsn(zeroOf(returnType));
      } else {
        super.visitVarInsn(returnType.getOpcode(Opcodes.ILOAD), scratch);
      }
    }
    types.add(Type.getObjectType(THROWABLE));
    if (thrown) {
      super.visitVarInsn(Opcodes.ALOAD, scratch);
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

  private static int zeroOf(Type type) {
    return switch (type.getSort()) {
      case Type.LONG -> Opcodes.LCONST_0;
      case Type.FLOAT -> Opcodes.FCONST_0;
      case Type.DOUBLE -> Opcodes.DCONST_0;
      case Type.ARRAY, Type.OBJECT -> Opcodes.ACONST_NULL;
      default -> Opcodes.ICONST_0;
    };
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
    super.visitFrame(Opcodes.F_NEW, locals.size(), locals.toArray(), 1, new Object[] {THROWABLE});
    super.visitVarInsn(Opcodes.ASTORE, scratch);
    emitExit(true);
    super.visitVarInsn(Opcodes.ALOAD, scratch);
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
  public void visitVarInsn(int opcode, int variable) {
    boolean wide =
        opcode == Opcodes.LLOAD
            || opcode == Opcodes.DLOAD
            || opcode == Opcodes.LSTORE
            || opcode == Opcodes.DSTORE;
    if (wide && variable == argumentSlots - 1) {
      throw new IllegalArgumentException("a variable lies half on the last argument");
    }
    super.visitVarInsn(opcode, moved(variable));
  }

  @Override
  public void visitIincInsn(int variable, int increment) {
    super.visitIincInsn(moved(variable), increment);
  }

  @Override
  public void visitLocalVariable(
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
  public net.bytebuddy.jar.asm.@Nullable AnnotationVisitor visitLocalVariableAnnotation(
      int typeRef,
      net.bytebuddy.jar.asm.TypePath typePath,
      Label[] start,
      Label[] end,
      int[] index,
      String descriptor,
      boolean visible) {
    return null;
  }

  /** Puts the new variables among the locals of a frame of the body. Frames are expanded. */
  @Override
  public void visitFrame(
      int type, int localCount, Object[] locals, int stackCount, Object[] stack) {
    List<Object> changed = new ArrayList<>(localCount + kept.size() + 2);
    int slot = 0;
    int entry = 0;
    while (slot < argumentSlots) {
      Object local = entry < localCount ? locals[entry++] : Opcodes.TOP;
      changed.add(local);
      slot += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
    }
    addKept(changed);
    if (entry < localCount) {
      for (int i = 0; i < Math.max(1, returnType.getSize()); i++) {
        changed.add(Opcodes.TOP);
      }
    }
    while (entry < localCount) {
      changed.add(locals[entry++]);
    }
    super.visitFrame(Opcodes.F_NEW, changed.size(), changed.toArray(), stackCount, stack);
  }

  private int moved(int variable) {
    return variable >= argumentSlots ? variable + newSlots : variable;
  }
}
