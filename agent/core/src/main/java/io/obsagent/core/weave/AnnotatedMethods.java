// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.spi.MethodMatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of a class and its methods, read before the methods are: a body's visitor has to
 * be chosen before its annotations are seen.
 */
final class AnnotatedMethods {
  /** Name and descriptor of a method to the descriptors of its annotations. */
  private final Map<String, Set<String>> annotations;

  private final Set<String> ofClass;

  private AnnotatedMethods(Collector collector) {
    this.annotations = collector.found;
    this.ofClass = collector.ofClass;
  }

  static AnnotatedMethods of(ClassReader reader) {
    Collector collector = new Collector();
    int skipped = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
    reader.accept(collector, skipped);
    return new AnnotatedMethods(collector);
  }

  boolean matches(MethodMatch match, int access, String name, String descriptor) {
    String wanted = match.names().get(0);
    String annotation = TypeMatcher.annotation(wanted);
    if (annotation == null || name.startsWith("<")) {
      return false;
    }
    boolean own = annotations.getOrDefault(name + descriptor, Set.of()).contains(annotation);
    boolean found =
        wanted.startsWith(MethodMatch.OF_CLASS)
            ? !own && ofClass.contains(annotation) && (access & Opcodes.ACC_STATIC) == 0
            : own;
    return found && ClassWeaver.fits(match, access, descriptor);
  }

  private static final class Collector extends ClassVisitor {
    final Map<String, Set<String>> found = new HashMap<>();
    final Set<String> ofClass = new HashSet<>();

    Collector() {
      super(Opcodes.ASM9);
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
      ofClass.add(annotation);
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
          found.computeIfAbsent(name + descriptor, key -> new HashSet<>()).add(annotation);
          return null;
        }
      };
    }
  }
}
