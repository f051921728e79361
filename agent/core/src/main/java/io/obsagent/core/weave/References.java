// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * What a module's advice needs of the library: every class outside of the agent and the JDK that
 * the advice classes, and the classes of theirs which those use, refer to, with the members used.
 */
final class References {
  /** What an application has of ours in its own class path is a library as any other. */
  private static final String APPLICATIONS_API = "io/obsagent/api/";

  /** A method or field that is used; {@code descriptor} tells which of the two. */
  record Member(String name, String descriptor, boolean isStatic) {
    boolean isMethod() {
      return descriptor.charAt(0) == '(';
    }

    /** Written out, as is {@code equals}: for a record's own the JVM makes a dozen classes. */
    @Override
    public int hashCode() {
      return 31 * name.hashCode() + descriptor.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Member member
          && name.equals(member.name)
          && descriptor.equals(member.descriptor)
          && isStatic == member.isStatic;
    }
  }

  private final Map<String, Set<Member>> needed = new LinkedHashMap<>();
  private final Set<String> visited = new LinkedHashSet<>();
  private final Function<String, byte @Nullable []> agentClasses;
  private boolean bridgesApi;

  private References(Function<String, byte @Nullable []> agentClasses) {
    this.agentClasses = agentClasses;
  }

  /**
   * @param adviceClasses binary names to begin with
   * @param agentClasses bytes of a class of the agent by its binary name
   * @return internal class name → members used of it
   */
  static Map<String, Set<Member>> collect(
      Iterable<String> adviceClasses, Function<String, byte @Nullable []> agentClasses) {
    References references = new References(agentClasses);
    for (String adviceClass : adviceClasses) {
      references.bridgesApi = PluginClassLoader.bridgesApi(adviceClass);
      references.visit(adviceClass.replace('.', '/'));
    }
    return references.needed;
  }

  private void visit(String internalName) {
    if (!visited.add(internalName)) {
      return;
    }
    byte[] bytes = agentClasses.apply(internalName.replace('/', '.'));
    if (bytes != null) {
      new ClassReader(bytes)
          .accept(new Collector(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }
  }

  /** Notes a class; answers its members, or null where it is none of the library's. */
  private @Nullable Set<Member> use(String internalName) {
    if (internalName.charAt(0) == '[') {
      use(Type.getType(internalName));
      return null;
    }
    String instrumentation = PluginClassLoader.INSTRUMENTATION_PACKAGE.replace('.', '/');
    if (internalName.startsWith(instrumentation)) {
      visit(internalName);
      return null;
    }
    if (internalName.startsWith("java/")
        || internalName.startsWith("io/obsagent/") && !internalName.startsWith(APPLICATIONS_API)
        || !bridgesApi && PluginClassLoader.isOfApi(internalName.replace('/', '.'))) {
      return null;
    }
    return needed.computeIfAbsent(internalName, name -> new LinkedHashSet<>());
  }

  private void use(Type type) {
    Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
    if (element.getSort() == Type.OBJECT) {
      use(element.getInternalName());
    }
  }

  private void useDescriptor(String descriptor) {
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      use(argument);
    }
    use(Type.getReturnType(descriptor));
  }

  private void useMember(String owner, String name, String descriptor, boolean isStatic) {
    Set<Member> members = use(owner);
    if (members != null) {
      members.add(new Member(name, descriptor, isStatic));
    }
    if (descriptor.charAt(0) == '(') {
      useDescriptor(descriptor);
    } else {
      use(Type.getType(descriptor));
    }
  }

  private final class Collector extends ClassVisitor {
    Collector() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        String superName,
        String[] interfaces) {
      use(superName);
      for (String each : interfaces) {
        use(each);
      }
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access, String name, String descriptor, @Nullable String signature, Object value) {
      use(Type.getType(descriptor));
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      useDescriptor(descriptor);
      return new BodyCollector();
    }
  }

  private final class BodyCollector extends MethodVisitor {
    BodyCollector() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      useMember(owner, name, descriptor, opcode == Opcodes.INVOKESTATIC);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      boolean isStatic = opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC;
      useMember(owner, name, descriptor, isStatic);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      use(type);
    }

    @Override
    public void visitLdcInsn(Object value) {
      if (value instanceof Type type && type.getSort() != Type.METHOD) {
        use(type);
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      useDescriptor(descriptor);
      for (Object argument : arguments) {
        if (argument instanceof Handle handle) {
          useMember(
              handle.getOwner(),
              handle.getName(),
              handle.getDesc(),
              handle.getTag() == Opcodes.H_INVOKESTATIC);
        } else if (argument instanceof Type type && type.getSort() == Type.METHOD) {
          useDescriptor(type.getDescriptor());
        }
      }
    }
  }
}
