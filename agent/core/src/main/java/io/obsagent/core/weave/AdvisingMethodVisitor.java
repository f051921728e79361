// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.core.weave.AdviceClass.AdviceMethod;
import io.obsagent.core.weave.AdviceClass.Parameter;
import io.obsagent.core.weave.AdviceClass.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Emits the calls of one advice class into one method, each as {@link AdviceCall} says:
 *
 * <pre>
 *   argN  = replace(…)          for each replacement that takes no token
 *   token = enter(…)
 *   argN  = replace(token, …)   for each that takes it
 *   try { body; before each return: [ret =] exit(token, ret, null) }
 *   catch (Throwable t) { exit(token, 0, t); throw t; }
 * </pre>
 *
 * The token lies in a local variable of its own, right after the arguments; the body's variables
 * move up by one, and its stack map frames get it, so no frame is computed anew and no class is
 * loaded to find a common super type. In the handler's frame the arguments are unusable (TOP), for
 * the body may have overwritten them with anything. Reference types are generalised to Object at
 * the call sites: the advised class needs to resolve none that it does not resolve anyway.
 */
final class AdvisingMethodVisitor extends MethodVisitor {
  private static final String THROWABLE = "java/lang/Throwable";
  private static final String OBJECT = "java/lang/Object";

  private final AdviceCall.Style style;
  private final int moduleId;
  private final AdviceClass advice;
  private final String origin;
  private final boolean isStatic;
  private final boolean isConstructor;
  private final Type[] argumentTypes;
  private final Type returnType;
  private final int argumentSlots;
  private final boolean hasToken;
  private final boolean handlesThrowable;
  private final Label bodyStart = new Label();
  private final Label bodyEnd = new Label();

  AdvisingMethodVisitor(
      MethodVisitor next,
      AdviceCall.Style style,
      int moduleId,
      AdviceClass advice,
      String owner,
      int access,
      String name,
      String descriptor) {
    super(Opcodes.ASM9, next);
    this.style = style;
    this.moduleId = moduleId;
    this.advice = advice;
    this.origin = owner.replace('/', '.') + '#' + name + descriptor;
    this.isStatic = (access & Opcodes.ACC_STATIC) != 0;
    this.isConstructor = name.equals("<init>");
    this.argumentTypes = Type.getArgumentTypes(descriptor);
    this.returnType = Type.getReturnType(descriptor);
    int slots = isStatic ? 0 : 1;
    for (Type type : argumentTypes) {
      slots += type.getSize();
    }
    this.argumentSlots = slots;
    AdviceMethod exit = advice.exit();
    this.hasToken = advice.enter() != null && !advice.enter().returnsNothing();
    this.handlesThrowable =
        exit != null && !isConstructor && (exit.takes(Source.TOKEN) || exit.takes(Source.THROWN));
    checkFits(name + descriptor);
  }

  private void checkFits(String method) {
    List<AdviceMethod> entries = new ArrayList<>(advice.replacements());
    if (advice.enter() != null) {
      entries.add(advice.enter());
    }
    for (AdviceMethod entry : entries) {
      for (Parameter parameter : entry.parameters()) {
        boolean missing =
            parameter.source() == Source.ARGUMENT && parameter.index() >= argumentTypes.length;
        if (missing || (parameter.source() == Source.THIS && isConstructor)) {
          throw new IllegalArgumentException(
              "advice " + advice.name() + "." + entry.name() + " does not fit " + method);
        }
      }
    }
    AdviceMethod exit = advice.exit();
    if (exit != null && exit.takes(Source.RETURN) && returnType == Type.VOID_TYPE) {
      throw new IllegalArgumentException(
          "advice "
              + advice.name()
              + "."
              + exit.name()
              + " takes a result that is void: "
              + method);
    }
    if (exit != null && exit.takes(Source.THIS) && !isConstructor) {
      throw new IllegalArgumentException(
          "advice " + advice.name() + "." + exit.name() + " takes this outside of a constructor");
    }
  }

  @Override
  public void visitCode() {
    super.visitCode();
    emitReplacements(false);
    if (advice.enter() != null) {
      emitEntry(advice.enter());
      if (hasToken) {
        super.visitVarInsn(Opcodes.ASTORE, argumentSlots);
      }
    }
    emitReplacements(true);
    super.visitLabel(bodyStart);
  }

  private void emitReplacements(boolean withToken) {
    for (AdviceMethod replacement : advice.replacements()) {
      if (replacement.takes(Source.TOKEN) != withToken) {
        continue;
      }
      emitEntry(replacement);
      Type type = argumentTypes[replacement.replaces()];
      if (type.getSort() >= Type.ARRAY) {
        super.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
      }
      super.visitVarInsn(type.getOpcode(Opcodes.ISTORE), slotOf(replacement.replaces()));
    }
  }

  /** Pushes what an entry method takes, and calls it. */
  private void emitEntry(AdviceMethod method) {
    List<Type> types = new ArrayList<>();
    for (Parameter parameter : method.parameters()) {
      types.add(
          parameter.source() == Source.ARGUMENT
              ? generalised(argumentTypes[parameter.index()])
              : Type.getObjectType(OBJECT));
    }
    boolean replaces = method.replaces() >= 0;
    Type result =
        replaces
            ? generalised(argumentTypes[method.replaces()])
            : method.returnsNothing() ? Type.VOID_TYPE : Type.getObjectType(OBJECT);
    int kept = replaces ? method.indexOf(Source.ARGUMENT, method.replaces()) : -1;
    AdviceCall call = callTo(method, types, result, kept);
    call.begin(mv);
    for (Parameter parameter : method.parameters()) {
      if (parameter.source() == Source.ARGUMENT) {
        Type type = argumentTypes[parameter.index()];
        super.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slotOf(parameter.index()));
      } else if (parameter.source() == Source.TOKEN) {
        super.visitVarInsn(Opcodes.ALOAD, argumentSlots);
      } else if (parameter.source() == Source.ORIGIN) {
        super.visitLdcInsn(origin);
      } else if (parameter.source() == Source.ALL_ARGUMENTS) {
        ArgumentArray.emit(mv, argumentTypes, this::slotOf);
      } else if (isStatic) {
        super.visitInsn(Opcodes.ACONST_NULL);
      } else {
        super.visitVarInsn(Opcodes.ALOAD, 0);
      }
    }
    call.end(mv);
  }

  private AdviceCall callTo(AdviceMethod method, List<Type> types, Type result, int kept) {
    return new AdviceCall(
        style,
        moduleId,
        advice,
        method,
        Type.getMethodDescriptor(result, types.toArray(new Type[0])),
        kept);
  }

  @Override
  public void visitInsn(int opcode) {
    AdviceMethod exit = advice.exit();
    if (exit != null && opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      emitExit(exit, false);
    }
    super.visitInsn(opcode);
  }

  /**
   * Stack before, on return: the result, if any; in the handler: the throwable. It is the same
   * afterwards, but for a replaced result.
   */
  private void emitExit(AdviceMethod exit, boolean thrown) {
    boolean wide = returnType.getSize() == 2;
    boolean takesReturn = exit.takes(Source.RETURN);
    boolean replacesReturn = takesReturn && !exit.returnsNothing();
    boolean returnOnStack = !thrown && takesReturn;
    if (returnOnStack && !replacesReturn) {
      super.visitInsn(wide ? Opcodes.DUP2 : Opcodes.DUP);
    }
    AdviceCall call = exitCall(exit, replacesReturn);
    if (call.begin(mv) && returnOnStack) {
      swapUnder(wide);
    }
    if (exit.takes(Source.THIS)) {
      super.visitVarInsn(Opcodes.ALOAD, 0);
    }
    if (exit.takes(Source.TOKEN)) {
      if (hasToken) {
        super.visitVarInsn(Opcodes.ALOAD, argumentSlots);
      } else {
        super.visitInsn(Opcodes.ACONST_NULL);
      }
      if (returnOnStack) {
        swapUnder(wide);
      }
    }
    if (takesReturn && thrown) {
      super.visitInsn(zeroOf(returnType));
    }
    if (exit.takes(Source.THROWN)) {
      if (thrown) {
        super.visitVarInsn(Opcodes.ALOAD, thrownSlot());
      } else {
        super.visitInsn(Opcodes.ACONST_NULL);
      }
    }
    call.end(mv);
    if (replacesReturn && thrown) {
      super.visitInsn(wide ? Opcodes.POP2 : Opcodes.POP);
    } else if (replacesReturn && returnType.getSort() >= Type.ARRAY) {
      super.visitTypeInsn(Opcodes.CHECKCAST, returnType.getInternalName());
    }
  }

  private AdviceCall exitCall(AdviceMethod exit, boolean replacesReturn) {
    List<Type> types = new ArrayList<>();
    if (exit.takes(Source.THIS)) {
      types.add(Type.getObjectType(OBJECT));
    }
    if (exit.takes(Source.TOKEN)) {
      types.add(Type.getObjectType(OBJECT));
    }
    if (exit.takes(Source.RETURN)) {
      types.add(generalised(returnType));
    }
    if (exit.takes(Source.THROWN)) {
      types.add(Type.getObjectType(THROWABLE));
    }
    Type result = replacesReturn ? generalised(returnType) : Type.VOID_TYPE;
    return callTo(exit, types, result, replacesReturn ? exit.indexOf(Source.RETURN, -1) : -1);
  }

  /** result, reference → reference, result. */
  private void swapUnder(boolean wide) {
    if (wide) {
      super.visitInsn(Opcodes.DUP_X2);
      super.visitInsn(Opcodes.POP);
    } else {
      super.visitInsn(Opcodes.SWAP);
    }
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    if (handlesThrowable) {
      super.visitLabel(bodyEnd);
      super.visitTryCatchBlock(bodyStart, bodyEnd, bodyEnd, THROWABLE);
      if (style.hasFrames()) {
        super.visitFrame(
            Opcodes.F_NEW,
            hasToken ? argumentSlots + 1 : 0,
            handlerLocals(),
            1,
            new Object[] {THROWABLE});
      }
      super.visitVarInsn(Opcodes.ASTORE, thrownSlot());
      emitExit(advice.exit(), true);
      super.visitVarInsn(Opcodes.ALOAD, thrownSlot());
      super.visitInsn(Opcodes.ATHROW);
    }
    super.visitMaxs(
        Math.max(maxStack + 8, argumentSlots + 8), Math.max(maxLocals, argumentSlots) + 3);
  }

  /** A variable of the handler alone, in a place where the body's may have been. */
  private int thrownSlot() {
    return argumentSlots + 1;
  }

  private Object[] handlerLocals() {
    if (!hasToken) {
      return new Object[0];
    }
    Object[] locals = new Object[argumentSlots + 1];
    Arrays.fill(locals, Opcodes.TOP);
    locals[argumentSlots] = OBJECT;
    return locals;
  }

  @Override
  public void visitVarInsn(int opcode, int variable) {
    boolean wide =
        opcode == Opcodes.LLOAD
            || opcode == Opcodes.DLOAD
            || opcode == Opcodes.LSTORE
            || opcode == Opcodes.DSTORE;
    if (hasToken && wide && variable == argumentSlots - 1) {
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

  /** Puts the token among the locals of a frame of the body. Frames are expanded. */
  @Override
  public void visitFrame(
      int type, int localCount, Object[] locals, int stackCount, Object[] stack) {
    if (!hasToken) {
      super.visitFrame(type, localCount, locals, stackCount, stack);
      return;
    }
    List<Object> changed = new ArrayList<>(localCount + 2);
    int slot = 0;
    int entry = 0;
    while (slot < argumentSlots) {
      Object local = entry < localCount ? locals[entry++] : Opcodes.TOP;
      changed.add(local);
      slot += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
    }
    changed.add(OBJECT);
    while (entry < localCount) {
      changed.add(locals[entry++]);
    }
    super.visitFrame(Opcodes.F_NEW, changed.size(), changed.toArray(), stackCount, stack);
  }

  private int moved(int variable) {
    return hasToken && variable >= argumentSlots ? variable + 1 : variable;
  }

  private int slotOf(int argument) {
    int slot = isStatic ? 0 : 1;
    for (int i = 0; i < argument; i++) {
      slot += argumentTypes[i].getSize();
    }
    return slot;
  }

  private static Type generalised(Type type) {
    return type.getSort() >= Type.ARRAY ? Type.getObjectType(OBJECT) : type;
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
}
