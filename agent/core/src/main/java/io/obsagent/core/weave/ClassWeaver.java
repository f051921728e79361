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
import org.jspecify.annotations.Nullable;

/**
 * Class bytes and advice in, class bytes out. Adds call sites to method bodies and nothing else: no
 * member, no interface, so that classes already loaded can be woven, too, and woven back.
 */
final class ClassWeaver {
  private static final int NEVER = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_BRIDGE;

  /**
   * Older class files cannot name themselves as a constant, which {@link AdviceCall} needs, and
   * become this version: it asks no more of their code.
   */
  private static final int OLDEST_CLASS_FILE = Opcodes.V1_5;

  private ClassWeaver() {}

  /**
   * One advice for the methods that match.
   *
   * @param moduleId index of the module in the linker
   * @param adviceClass its binary name
   * @param relocation of the library, or null where it has its own name
   */
  record Advised(
      int moduleId, MethodMatch match, String adviceClass, @Nullable Relocation relocation) {}

  /** Where advice comes from, which is asked for only if there is a method for it. */
  interface AdviceSource {
    /** Null where the advice does not fit the library. */
    @Nullable AdviceClass adviceOf(Advised advised);
  }

  /**
   * @param original its version stays, unless it is {@link #isTooOld older} than Java 5
   * @return null where no method got advice
   * @throws IllegalArgumentException if an advice does not fit a method that it matches
   */
  static byte @Nullable [] weave(byte[] original, List<Advised> advised, AdviceSource source) {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, 0);
    AdviceCall.Style style = AdviceCall.Style.of(versionOf(original), reader.getClassName());
    Weaving weaving =
        new Weaving(
            writer,
            style,
            advised,
            source,
            askForAnnotations(advised) ? AnnotatedMethods.of(reader) : null);
    reader.accept(weaving, ClassReader.EXPAND_FRAMES);
    return weaving.changed ? writer.toByteArray() : null;
  }

  private static boolean askForAnnotations(List<Advised> advised) {
    for (Advised each : advised) {
      if (TypeMatcher.annotation(each.match().names().get(0)) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a class file is older than Java 5, and would be illegal as one of Java 5: since then an
   * abstract method cannot be synchronized, or strict.
   */
  static boolean isTooOld(byte[] classFile) {
    if (versionOf(classFile) >= OLDEST_CLASS_FILE) {
      return false;
    }
    boolean[] illegal = new boolean[1];
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public @Nullable MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                int never = Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_STRICT;
                illegal[0] |= (access & Opcodes.ACC_ABSTRACT) != 0 && (access & never) != 0;
                return null;
              }
            },
            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    return illegal[0];
  }

  /** The major version of a class file. */
  static int versionOf(byte[] classFile) {
    return (classFile[6] & 0xff) << 8 | classFile[7] & 0xff;
  }

  private static final class Weaving extends ClassVisitor {
    private final AdviceCall.Style style;
    private final List<Advised> advised;
    private final AdviceSource source;
    private final @Nullable AnnotatedMethods annotated;
    private String owner = "";
    private boolean changed;

    Weaving(
        ClassVisitor next,
        AdviceCall.Style style,
        List<Advised> advised,
        AdviceSource source,
        @Nullable AnnotatedMethods annotated) {
      super(Opcodes.ASM9, next);
      this.annotated = annotated;
      this.style = style;
      this.advised = advised;
      this.source = source;
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      owner = name;
      boolean old = (version & 0xffff) < OLDEST_CLASS_FILE;
      super.visit(
          old ? OLDEST_CLASS_FILE : version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor visitor = super.visitMethod(access, name, descriptor, signature, exceptions);
      List<AdviceClass> seen = new ArrayList<>(2);
      for (Advised each : advised) {
        AdviceClass advice =
            matches(each.match(), access, name, descriptor)
                    || annotated != null
                        && (access & Opcodes.ACC_SYNTHETIC) == 0
                        && annotated.matches(each.match(), access, name, descriptor)
                ? source.adviceOf(each)
                : null;
        if (advice != null && !seen.contains(advice)) {
          seen.add(advice);
          changed = true;
          visitor =
              new AdvisingMethodVisitor(
                  visitor, style, each.moduleId(), advice, owner, access, name, descriptor);
        }
      }
      return visitor;
    }
  }

  static boolean matches(MethodMatch match, int access, String name, String descriptor) {
    return match.names().contains(name) && fits(match, access, descriptor);
  }

  static boolean fits(MethodMatch match, int access, String descriptor) {
    if ((access & NEVER) != 0
        || match.publicOnly() && (access & Opcodes.ACC_PUBLIC) == 0
        || !match.synthetic() && (access & Opcodes.ACC_SYNTHETIC) != 0) {
      return false;
    }
    return Descriptors.matches(match, descriptor);
  }
}
