// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.spi.MethodMatch;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Class bytes and advice in, class bytes out. Adds call sites to method bodies and nothing else: no
 * member, no interface, so that classes already loaded can be woven, too, and woven back.
 */
final class ClassWeaver {
  /** Older class files cannot name themselves as a constant, which {@link AdviceCall} needs. */
  static final int OLDEST_CLASS_FILE = Opcodes.V1_5;

  private ClassWeaver() {}

  /**
   * One advice for the methods that match.
   *
   * @param moduleId index of the module in the linker
   */
  record Advised(int moduleId, MethodMatch match, AdviceClass advice) {}

  /**
   * @param original of version {@link #OLDEST_CLASS_FILE} or newer; the version stays
   * @return null where no method matched
   * @throws IllegalArgumentException if an advice does not fit a method that it matches
   */
  static byte @Nullable [] weave(byte[] original, List<Advised> advised) {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, 0);
    AdviceCall.Style style = AdviceCall.Style.of(versionOf(original), reader.getClassName());
    Weaving weaving = new Weaving(writer, style, advised);
    reader.accept(weaving, ClassReader.EXPAND_FRAMES);
    return weaving.changed ? writer.toByteArray() : null;
  }

  /** The major version of a class file. */
  static int versionOf(byte[] classFile) {
    return (classFile[6] & 0xff) << 8 | classFile[7] & 0xff;
  }

  private static final class Weaving extends ClassVisitor {
    private static final int NEVER =
        Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE;

    private final AdviceCall.Style style;
    private final List<Advised> advised;
    private boolean changed;

    Weaving(ClassVisitor next, AdviceCall.Style style, List<Advised> advised) {
      super(Opcodes.ASM9, next);
      this.style = style;
      this.advised = advised;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor visitor = super.visitMethod(access, name, descriptor, signature, exceptions);
      if ((access & NEVER) != 0) {
        return visitor;
      }
      List<AdviceClass> seen = new ArrayList<>(2);
      for (Advised each : advised) {
        if (matches(each.match(), access, name, descriptor) && !seen.contains(each.advice())) {
          seen.add(each.advice());
          changed = true;
          visitor =
              new AdvisingMethodVisitor(
                  visitor, style, each.moduleId(), each.advice(), access, name, descriptor);
        }
      }
      return visitor;
    }
  }

  static boolean matches(MethodMatch match, int access, String name, String descriptor) {
    if (!match.names().contains(name)
        || (match.publicOnly() && (access & Opcodes.ACC_PUBLIC) == 0)) {
      return false;
    }
    String wantedReturn = match.returnType();
    if (wantedReturn != null
        && !Type.getReturnType(descriptor).getClassName().equals(wantedReturn)) {
      return false;
    }
    List<@Nullable String> wanted = match.argumentTypes();
    if (wanted == null) {
      return true;
    }
    Type[] arguments = Type.getArgumentTypes(descriptor);
    if (arguments.length < wanted.size()
        || (arguments.length > wanted.size() && !match.leadingArguments())) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      String type = wanted.get(i);
      if (type != null && !arguments[i].getClassName().equals(type)) {
        return false;
      }
    }
    return true;
  }
}
