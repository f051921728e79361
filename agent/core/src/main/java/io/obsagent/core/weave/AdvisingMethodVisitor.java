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

/**
 * Emits the calls of one advice class into one method, each as {@link AdviceCall} says:
 *
 * <pre>
 *   argN  = replace(…)          for each replacement that takes no token
 *   token = enter(…)
 *   if (token != null) return 0;  where it stands for the body
 *   argN  = replace(token, …)   for each that takes it
 *   try { body; before each return: [ret =] exit(token, ret, null) }
 *   catch (Throwable t) { exit(token, 0, t); throw t; }
 * </pre>
 *
 * The token lies in a local variable of its own, right after the arguments. In the handler's frame
 * the arguments are unusable (TOP), for the body may have overwritten them with anything. Reference
 * types are generalised to Object at the call sites: the advised class needs to resolve none that
 * it does not resolve anyway.
 */
final class AdvisingMethodVisitor extends MovedLocalsVisitor {
  private final AdviceCall.Style style;
  private final int moduleId;
  private final AdviceClass advice;
  private final String owner;
  private final String origin;
  private final boolean isConstructor;
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
    super(next, access, descriptor);
    this.style = style;
    this.moduleId = moduleId;
    this.advice = advice.of(argumentTypes.length);
    this.owner = owner;
    this.origin = owner.replace('/', '.') + '#' + name + descriptor;
    this.isConstructor = name.equals("<init>");
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
    if (advice.skips() && isConstructor) {
      throw new IllegalArgumentException("advice " + advice.name() + " skips a constructor");
    }
    AdviceMethod exit = advice.exit();
    if (exit != null && returnType == Type.VOID_TYPE && replacesReturn(exit)) {
      throw new IllegalArgumentException(
          "advice "
              + advice.name()
              + "."
              + exit.name()
              + " replaces a result that is void: "
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
        mv.visitVarInsn(Opcodes.ASTORE, argumentSlots);
      }
      if (advice.skips()) {
        emitSkip();
      }
    }
    emitReplacements(true);
    super.visitLabel(bodyStart);
  }

  /** The instruction after the frame is there for a body that begins with a frame of its own. */
  private void emitSkip() {
    Label body = new Label();
    mv.visitVarInsn(Opcodes.ALOAD, argumentSlots);
    mv.visitJumpInsn(Opcodes.IFNULL, body);
    if (returnType != Type.VOID_TYPE) {
      mv.visitInsn(zeroOf(returnType));
    }
    mv.visitInsn(returnType.getOpcode(Opcodes.IRETURN));
    mv.visitLabel(body);
    if (style.hasFrames()) {
      Object[] locals = localsAtEntry();
      mv.visitFrame(Opcodes.F_NEW, locals.length, locals, 0, new Object[0]);
    }
    mv.visitInsn(Opcodes.NOP);
  }

  private Object[] localsAtEntry() {
    List<Object> locals = new ArrayList<>();
    if (!isStatic) {
      locals.add(owner);
    }
    for (Type type : argumentTypes) {
      locals.add(
          switch (type.getSort()) {
            case Type.LONG -> Opcodes.LONG;
            case Type.FLOAT -> Opcodes.FLOAT;
            case Type.DOUBLE -> Opcodes.DOUBLE;
            case Type.ARRAY, Type.OBJECT -> type.getInternalName();
            default -> Opcodes.INTEGER;
          });
    }
    locals.add(OBJECT);
    return locals.toArray();
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
      mv.visitVarInsn(type.getOpcode(Opcodes.ISTORE), slotOf(replacement.replaces()));
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
        mv.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slotOf(parameter.index()));
      } else if (parameter.source() == Source.TOKEN) {
        mv.visitVarInsn(Opcodes.ALOAD, argumentSlots);
      } else if (parameter.source() == Source.ORIGIN) {
        super.visitLdcInsn(origin);
      } else if (parameter.source() == Source.ALL_ARGUMENTS) {
        ArgumentArray.emit(mv, argumentTypes, this::slotOf);
      } else if (isStatic) {
        super.visitInsn(Opcodes.ACONST_NULL);
      } else {
        mv.visitVarInsn(Opcodes.ALOAD, 0);
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
   * afterwards, but for a replaced result. Where a method has none, as one that was found by its
   * annotation may, advice that takes a result takes null.
   */
  private void emitExit(AdviceMethod exit, boolean thrown) {
    boolean wide = returnType.getSize() == 2;
    boolean takesReturn = exit.takes(Source.RETURN);
    boolean replacesReturn = replacesReturn(exit);
    boolean returnsNothing = returnType == Type.VOID_TYPE;
    boolean returnOnStack = !thrown && takesReturn && !returnsNothing;
    if (returnOnStack && !replacesReturn) {
      super.visitInsn(wide ? Opcodes.DUP2 : Opcodes.DUP);
    }
    AdviceCall call = exitCall(exit, replacesReturn);
    if (call.begin(mv) && returnOnStack) {
      swapUnder(wide);
    }
    if (exit.takes(Source.THIS)) {
      mv.visitVarInsn(Opcodes.ALOAD, 0);
    }
    if (exit.takes(Source.TOKEN)) {
      if (hasToken) {
        mv.visitVarInsn(Opcodes.ALOAD, argumentSlots);
      } else {
        super.visitInsn(Opcodes.ACONST_NULL);
      }
      if (returnOnStack) {
        swapUnder(wide);
      }
    }
    if (takesReturn && returnsNothing) {
      super.visitInsn(Opcodes.ACONST_NULL);
    } else if (takesReturn && thrown) {
      super.visitInsn(zeroOf(returnType));
    }
    if (exit.takes(Source.THROWN)) {
      if (thrown) {
        mv.visitVarInsn(Opcodes.ALOAD, thrownSlot());
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
      types.add(
          returnType == Type.VOID_TYPE ? Type.getObjectType(OBJECT) : generalised(returnType));
    }
    if (exit.takes(Source.THROWN)) {
      types.add(Type.getObjectType(THROWABLE));
    }
    Type result = replacesReturn ? generalised(returnType) : Type.VOID_TYPE;
    return callTo(exit, types, result, replacesReturn ? exit.indexOf(Source.RETURN, -1) : -1);
  }

  private static boolean replacesReturn(AdviceMethod exit) {
    return exit.takes(Source.RETURN) && !exit.returnsNothing();
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
        mv.visitFrame(
            Opcodes.F_NEW,
            hasToken ? argumentSlots + 1 : 0,
            handlerLocals(),
            1,
            new Object[] {THROWABLE});
      }
      mv.visitVarInsn(Opcodes.ASTORE, thrownSlot());
      emitExit(advice.exit(), true);
      mv.visitVarInsn(Opcodes.ALOAD, thrownSlot());
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
  int newSlots() {
    return hasToken ? 1 : 0;
  }

  @Override
  void addNewLocals(List<Object> locals, boolean followed) {
    locals.add(OBJECT);
  }
}
