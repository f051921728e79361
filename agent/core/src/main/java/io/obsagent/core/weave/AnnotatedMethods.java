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
 * The annotations of a class's methods, read before the methods are: a body's visitor has to be
 * chosen before its annotations are seen.
 */
final class AnnotatedMethods {
  /** Name and descriptor of a method to the descriptors of its annotations. */
  private final Map<String, Set<String>> annotations;

  private AnnotatedMethods(Map<String, Set<String>> annotations) {
    this.annotations = annotations;
  }

  static AnnotatedMethods of(ClassReader reader) {
    Collector collector = new Collector();
    int skipped = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
    reader.accept(collector, skipped);
    return new AnnotatedMethods(collector.found);
  }

  boolean matches(MethodMatch match, String name, String descriptor) {
    Set<String> found = annotations.get(name + descriptor);
    if (found == null || name.startsWith("<")) {
      return false;
    }
    String annotation = TypeMatcher.annotation(match.names().get(0));
    return annotation != null
        && found.contains(annotation)
        && ClassWeaver.fits(match, Opcodes.ACC_PUBLIC, descriptor);
  }

  private static final class Collector extends ClassVisitor {
    final Map<String, Set<String>> found = new HashMap<>();

    Collector() {
      super(Opcodes.ASM9);
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
