// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Which method calls which outside of {@code catch (Throwable)}, and which lambdas it makes, read
 * from class files. A lambda's body counts where it is called, not where it is made. Names are
 * internal ones, with slashes.
 */
final class CalledCode {
  /** A method, as an instruction names it. */
  record Method(String owner, String name, String descriptor) {
    @Override
    public String toString() {
      return owner.replace('/', '.') + '.' + name + Type.getMethodType(descriptor).getDescriptor();
    }
  }

  /** A call, out of a class, that nothing around it guards. */
  record Call(String from, Method target, boolean virtual) {}

  /**
   * A lambda or a method reference.
   *
   * @param type its functional interface
   * @param body the method that runs
   * @param receiver the type that it is handed to; null if it is kept, returned or captured
   */
  record Lambda(String type, Call body, @Nullable String receiver) {}

  /**
   * A class.
   *
   * @param above its superclass and interfaces
   * @param called methods that its callers may reach through a type above: public or protected, and
   *     not static
   * @param inFamily those of them that are protected
   */
  record ClassFile(
      String name,
      List<String> above,
      Set<Method> called,
      Set<Method> inFamily,
      Map<Method, List<Call>> calls,
      List<Lambda> lambdas) {}

  private final Map<String, ClassFile> classes = new HashMap<>();

  void add(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    List<String> above = new ArrayList<>(List.of(reader.getInterfaces()));
    if (reader.getSuperName() != null) {
      above.add(reader.getSuperName());
    }
    ClassFile type =
        new ClassFile(
            reader.getClassName(),
            above,
            new HashSet<>(),
            new HashSet<>(),
            new HashMap<>(),
            new ArrayList<>());
    reader.accept(new Members(type), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    classes.put(type.name(), type);
  }

  List<ClassFile> classes() {
    return List.copyOf(classes.values());
  }

  /** The calls of every method that a call may reach among the classes that were added. */
  List<List<Call>> reachedBy(Call call) {
    List<List<Call>> reached = new ArrayList<>();
    Method target = call.target();
    for (String owner = target.owner(); classes.containsKey(owner); owner = superclass(owner)) {
      List<Call> calls = calls(owner, target);
      if (calls != null) {
        reached.add(calls);
        break;
      }
    }
    if (call.virtual()) {
      for (ClassFile type : classes.values()) {
        List<Call> calls = calls(type.name(), target);
        if (calls != null && !type.name().equals(target.owner()) && isBelow(type, target.owner())) {
          reached.add(calls);
        }
      }
    }
    return reached;
  }

  private @Nullable List<Call> calls(String owner, Method like) {
    ClassFile type = classes.get(owner);
    return type == null
        ? null
        : type.calls().get(new Method(owner, like.name(), like.descriptor()));
  }

  private String superclass(String name) {
    List<String> above = classes.get(name).above();
    return above.get(above.size() - 1);
  }

  private boolean isBelow(ClassFile type, String name) {
    for (String above : type.above()) {
      if (above.equals(name) || classes.containsKey(above) && isBelow(classes.get(above), name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a class of ours has first said that there is such a protected method. */
  boolean isOfOurFamily(ClassFile type, Method method) {
    return type.inFamily().contains(method)
        && classes.values().stream()
            .filter(each -> isBelow(type, each.name()))
            .flatMap(each -> each.inFamily().stream())
            .anyMatch(each -> isLike(each, method));
  }

  /** By how many parameters: those of a generic type's method have other names below. */
  private static boolean isLike(Method above, Method below) {
    return above.name().equals(below.name())
        && Type.getArgumentTypes(above.descriptor()).length
            == Type.getArgumentTypes(below.descriptor()).length;
  }

  private static final class Members extends ClassVisitor {
    private final ClassFile type;

    Members(ClassFile type) {
      super(Opcodes.ASM9);
      this.type = type;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      Method method = new Method(type.name(), name, descriptor);
      List<Call> calls = new ArrayList<>();
      type.calls().put(method, calls);
      boolean ofObjects = (access & (Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC)) == 0;
      boolean seen = (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0;
      if (ofObjects && seen && !name.equals("<init>")) {
        type.called().add(method);
        if ((access & Opcodes.ACC_PROTECTED) != 0) {
          type.inFamily().add(method);
        }
      }
      return new Body(type, calls);
    }
  }

  private static final class Body extends MethodVisitor {
    private final ClassFile type;
    private final List<Call> calls;
    private final Map<Label, Integer> guards = new HashMap<>();
    private final List<Lambda> unhanded = new ArrayList<>();
    private int guarded;

    Body(ClassFile type, List<Call> calls) {
      super(Opcodes.ASM9);
      this.type = type;
      this.calls = calls;
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String caught) {
      if ("java/lang/Throwable".equals(caught)) {
        guards.merge(start, 1, Integer::sum);
        guards.merge(end, -1, Integer::sum);
      }
    }

    @Override
    public void visitLabel(Label label) {
      guarded += guards.getOrDefault(label, 0);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      handOver(owner, descriptor);
      if (guarded == 0) {
        boolean virtual = opcode == Opcodes.INVOKEVIRTUAL || opcode == Opcodes.INVOKEINTERFACE;
        calls.add(new Call(type.name(), new Method(owner, name, descriptor), virtual));
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      if (!bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
        return;
      }
      Handle body = (Handle) arguments[1];
      Method method = new Method(body.getOwner(), body.getName(), body.getDesc());
      boolean virtual =
          body.getTag() == Opcodes.H_INVOKEVIRTUAL || body.getTag() == Opcodes.H_INVOKEINTERFACE;
      String shape = Type.getReturnType(descriptor).getInternalName();
      unhanded.add(new Lambda(shape, new Call(type.name(), method, virtual), null));
    }

    /** The next call that takes an object of a lambda's type is the one that gets it. */
    private void handOver(String receiver, String descriptor) {
      for (Type parameter : Type.getArgumentTypes(descriptor)) {
        for (Lambda lambda : unhanded) {
          if (parameter.getDescriptor().equals('L' + lambda.type() + ';')) {
            unhanded.remove(lambda);
            type.lambdas().add(new Lambda(lambda.type(), lambda.body(), receiver));
            break;
          }
        }
      }
    }

    @Override
    public void visitEnd() {
      type.lambdas().addAll(unhanded);
    }
  }
}
