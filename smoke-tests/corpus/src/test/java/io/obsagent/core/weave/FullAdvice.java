// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.core.weave.AdviceClass.AdviceMethod;
import io.obsagent.core.weave.AdviceClass.Parameter;
import io.obsagent.core.weave.AdviceClass.Source;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Weaves the fullest advice that a method can have into every method of a class. */
final class FullAdvice {
  private FullAdvice() {}

  /**
   * @param old whether to call advice as in class files without invokedynamic
   */
  static byte[] weave(byte[] original, boolean old) {
    ClassReader reader = new ClassReader(original);
    int version = ClassWeaver.versionOf(original);
    AdviceCall.Style style =
        AdviceCall.Style.of(old ? Math.min(version, Opcodes.V1_6) : version, reader.getClassName());
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            boolean hasBody = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
            // Two advices in one another, as two modules would do it.
            return hasBody
                ? advised(
                    advised(next, style, access, name, descriptor), style, access, name, descriptor)
                : next;
          }
        },
        ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  private static MethodVisitor advised(
      MethodVisitor next, AdviceCall.Style style, int access, String name, String descriptor) {
    AdviceClass advice = adviceFor(name, descriptor);
    return new AdvisingMethodVisitor(next, style, 0, advice, "any/Class", access, name, descriptor);
  }

  private static AdviceClass adviceFor(String name, String descriptor) {
    boolean constructor = name.equals("<init>");
    List<Parameter> entry = new ArrayList<>();
    List<AdviceMethod> replacements = new ArrayList<>();
    Type[] arguments = Type.getArgumentTypes(descriptor);
    for (int i = 0; i < arguments.length; i++) {
      Parameter argument = new Parameter(Source.ARGUMENT, i);
      entry.add(argument);
      // One before there is a token, the next one with it.
      replacements.add(
          new AdviceMethod(
              "replace",
              "()V",
              i,
              i % 2 == 0 ? List.of(argument) : List.of(new Parameter(Source.TOKEN, -1), argument)));
    }
    if (!constructor) {
      entry.add(0, new Parameter(Source.THIS, -1));
    }
    AdviceMethod enter = new AdviceMethod("enter", "()Ljava/lang/Object;", -1, entry);
    List<Parameter> exit = new ArrayList<>();
    if (constructor) {
      exit.add(new Parameter(Source.THIS, -1));
    }
    exit.add(new Parameter(Source.TOKEN, -1));
    boolean returns = Type.getReturnType(descriptor) != Type.VOID_TYPE;
    if (returns) {
      exit.add(new Parameter(Source.RETURN, -1));
    }
    if (!constructor) {
      exit.add(new Parameter(Source.THROWN, -1));
    }
    String exitDescriptor = returns ? "()Ljava/lang/Object;" : "()V";
    return new AdviceClass(
        "advice", enter, false, new AdviceMethod("exit", exitDescriptor, -1, exit), replacements);
  }
}
