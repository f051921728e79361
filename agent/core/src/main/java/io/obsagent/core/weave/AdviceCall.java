// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.core.weave.AdviceClass.AdviceMethod;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * A call of advice, as bytecode, in one of two styles:
 *
 * <pre>
 *   since Java 7   arguments; invokedynamic
 *   before         ObsDispatcher.site(ThisClass.class, "what to link"); arguments; invokeExact
 * </pre>
 *
 * A class file older than Java 7's cannot hold an invokedynamic, and is not made a newer one
 * either: one of Java 6 whose stack map frames are wrong or missing passes, for the JVM then infers
 * the types, and newer ones have to be right. So it stays what it is, with calls that every version
 * can hold. They cost some nanoseconds more, because the JIT does not see through them.
 *
 * @param descriptor what the site takes and returns
 * @param kept index of the parameter that the site returns when it does nothing, or -1
 */
record AdviceCall(
    Style style,
    int moduleId,
    AdviceClass advice,
    AdviceMethod method,
    String descriptor,
    int kept) {
  private static final String DISPATCHER = "java/lang/ObsDispatcher";
  static final Handle BOOTSTRAP =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          DISPATCHER,
          "bootstrap",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
              + "[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;",
          false);

  /**
   * How the methods of one class call.
   *
   * @param handlesOf the class, if it is too old for invokedynamic
   * @param hasFrames whether its methods have stack map frames
   */
  record Style(@Nullable Type handlesOf, boolean hasFrames) {
    /**
     * @param version of the class file
     */
    static Style of(int version, String internalName) {
      return new Style(
          version < Opcodes.V1_7 ? Type.getObjectType(internalName) : null,
          version >= Opcodes.V1_6);
    }
  }

  /**
   * Emits what comes before the arguments.
   *
   * @return whether that put a handle on the stack
   */
  boolean begin(MethodVisitor to) {
    Type owner = style.handlesOf();
    if (owner == null) {
      return false;
    }
    to.visitLdcInsn(owner);
    to.visitLdcInsn(
        String.join(
            " ",
            method.name(),
            descriptor,
            String.valueOf(moduleId),
            advice.name(),
            method.descriptor(),
            String.valueOf(role()),
            String.valueOf(kept)));
    to.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        DISPATCHER,
        "site",
        "(Ljava/lang/Class;Ljava/lang/String;)Ljava/lang/invoke/MethodHandle;",
        false);
    return true;
  }

  /** Emits the call; its arguments are on the stack. */
  void end(MethodVisitor to) {
    if (style.handlesOf() == null) {
      to.visitInvokeDynamicInsn(
          method.name(),
          descriptor,
          BOOTSTRAP,
          moduleId,
          advice.name(),
          method.descriptor(),
          role(),
          kept);
    } else {
      to.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, "java/lang/invoke/MethodHandle", "invokeExact", descriptor, false);
    }
  }

  private int role() {
    return Linker.roleOf(advice, method).ordinal();
  }
}
