// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.spi.advice.AllArguments;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Origin;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The advice methods of a class, read from its bytes: it is never loaded where the library is not.
 *
 * @param enter at most one, and the same of exit
 * @param skips whether the body does not run where there is a token
 */
record AdviceClass(
    String name,
    @Nullable AdviceMethod enter,
    boolean skips,
    @Nullable AdviceMethod exit,
    List<AdviceMethod> replacements) {

  /** What a parameter of an advice method receives. */
  enum Source {
    THIS,
    ARGUMENT,
    ORIGIN,
    ALL_ARGUMENTS,
    TOKEN,
    RETURN,
    THROWN
  }

  /**
   * @param index of the argument, for {@link Source#ARGUMENT}
   */
  record Parameter(Source source, int index) {}

  /**
   * @param replaces index of the argument that the method replaces, or -1
   */
  record AdviceMethod(String name, String descriptor, int replaces, List<Parameter> parameters) {

    boolean takes(Source source) {
      return indexOf(source, -1) >= 0;
    }

    /** Index of the parameter with a source, or -1. */
    int indexOf(Source source, int argument) {
      for (int i = 0; i < parameters.size(); i++) {
        Parameter parameter = parameters.get(i);
        if (parameter.source() == source && (argument < 0 || parameter.index() == argument)) {
          return i;
        }
      }
      return -1;
    }

    boolean returnsNothing() {
      return descriptor.endsWith(")V");
    }

    /** With the last argument's own index. */
    private AdviceMethod of(int arguments) {
      List<Parameter> own = new ArrayList<>();
      for (Parameter each : parameters) {
        own.add(each.index() == Argument.LAST ? new Parameter(each.source(), arguments - 1) : each);
      }
      int replaced = replaces == Argument.LAST ? arguments - 1 : replaces;
      return new AdviceMethod(name, descriptor, replaced, List.copyOf(own));
    }
  }

  /** This advice for a method with so many arguments. */
  AdviceClass of(int arguments) {
    if (replacements.isEmpty() || replacements.get(0).replaces() != Argument.LAST) {
      return this;
    }
    List<AdviceMethod> own = new ArrayList<>();
    replacements.forEach(each -> own.add(each.of(arguments)));
    return new AdviceClass(name, enter, skips, exit, List.copyOf(own));
  }

  /**
   * @throws IllegalArgumentException if the class breaks a rule of advice; the message says which
   */
  static AdviceClass read(String name, byte[] bytes) {
    Reader reader = new Reader(name);
    new ClassReader(bytes)
        .accept(reader, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    if (reader.enter == null && reader.exit == null && reader.replacements.isEmpty()) {
      throw new IllegalArgumentException(name + " has no advice method");
    }
    for (AdviceMethod replacement : reader.replacements) {
      boolean token = reader.enter != null && !reader.enter.returnsNothing();
      reader.require(
          token || !replacement.takes(Source.TOKEN), replacement.name(), "takes a token of nobody");
    }
    reader.require(
        !reader.skips || reader.enter != null && !reader.enter.returnsNothing(),
        "enter",
        "skips by no token");
    return new AdviceClass(name, reader.enter, reader.skips, reader.exit, reader.replacements);
  }

  private static final class Reader extends ClassVisitor {
    private final String className;
    private @Nullable AdviceMethod enter;
    private boolean skips;
    private @Nullable AdviceMethod exit;
    private final List<AdviceMethod> replacements = new ArrayList<>();

    Reader(String className) {
      super(Opcodes.ASM9);
      this.className = className;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodReader(this, access, name, descriptor);
    }

    void add(String kind, AdviceMethod method) {
      if (kind.equals(Type.getDescriptor(OnEnter.class))) {
        require(enter == null, method.name(), "is a second @OnEnter");
        enter = method;
      } else if (kind.equals(Type.getDescriptor(OnExit.class))) {
        require(exit == null, method.name(), "is a second @OnExit");
        exit = method;
      } else {
        replacements.add(method);
      }
    }

    void require(boolean condition, String method, String complaint) {
      if (!condition) {
        throw new IllegalArgumentException("advice " + className + "." + method + " " + complaint);
      }
    }
  }

  private static final class MethodReader extends MethodVisitor {
    private final Reader owner;
    private final int access;
    private final String name;
    private final String descriptor;
    private final @Nullable Parameter[] parameters;
    private @Nullable String kind;
    private int replaces = -1;

    MethodReader(Reader owner, int access, String name, String descriptor) {
      super(Opcodes.ASM9);
      this.owner = owner;
      this.access = access;
      this.name = name;
      this.descriptor = descriptor;
      this.parameters = new Parameter[Type.getArgumentTypes(descriptor).length];
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
      if (annotation.equals(Type.getDescriptor(OnEnter.class))) {
        kind = annotation;
        return new ValueReader(value -> owner.skips = (Boolean) value);
      } else if (annotation.equals(Type.getDescriptor(OnExit.class))) {
        kind = annotation;
      } else if (annotation.equals(Type.getDescriptor(ReplaceArgument.class))) {
        kind = annotation;
        return new ValueReader(value -> replaces = (Integer) value);
      }
      return null;
    }

    @Override
    public @Nullable AnnotationVisitor visitParameterAnnotation(
        int parameter, String annotation, boolean visible) {
      if (annotation.equals(Type.getDescriptor(Argument.class))) {
        return new ValueReader(
            value -> parameters[parameter] = new Parameter(Source.ARGUMENT, (Integer) value));
      }
      Source source = sourceOf(annotation);
      if (source != null) {
        parameters[parameter] = new Parameter(source, -1);
      }
      return null;
    }

    private static @Nullable Source sourceOf(String annotation) {
      if (annotation.equals(Type.getDescriptor(This.class))) {
        return Source.THIS;
      } else if (annotation.equals(Type.getDescriptor(Token.class))) {
        return Source.TOKEN;
      } else if (annotation.equals(Type.getDescriptor(Return.class))) {
        return Source.RETURN;
      } else if (annotation.equals(Type.getDescriptor(Thrown.class))) {
        return Source.THROWN;
      } else if (annotation.equals(Type.getDescriptor(Origin.class))) {
        return Source.ORIGIN; // last, as few advices load these two
      } else if (annotation.equals(Type.getDescriptor(AllArguments.class))) {
        return Source.ALL_ARGUMENTS;
      }
      return null;
    }

    @Override
    public void visitEnd() {
      if (kind == null) {
        return;
      }
      owner.require((access & Opcodes.ACC_STATIC) != 0, name, "is not static");
      owner.require((access & Opcodes.ACC_PRIVATE) == 0, name, "is private");
      List<Parameter> list = new ArrayList<>();
      for (Parameter parameter : parameters) {
        owner.require(parameter != null, name, "has a parameter without annotation");
        list.add(parameter);
      }
      AdviceMethod method = new AdviceMethod(name, descriptor, replaces, List.copyOf(list));
      checkOrder(method);
      owner.add(kind, method);
    }

    private void checkOrder(AdviceMethod method) {
      boolean isExit = Type.getDescriptor(OnExit.class).equals(kind);
      int last = -1;
      for (Parameter parameter : method.parameters()) {
        boolean ofExit = parameter.source().compareTo(Source.TOKEN) >= 0;
        boolean ofReplacement = replaces >= 0 && parameter.source() == Source.TOKEN;
        boolean ofBoth = parameter.source() == Source.THIS || ofExit;
        boolean allowed = isExit ? ofBoth : !ofExit || ofReplacement;
        owner.require(allowed, name, "cannot take " + parameter.source());
        owner.require(
            !isExit || parameter.source().ordinal() > last,
            name,
            "must take this, token, return, thrown in that order");
        last = parameter.source().ordinal();
      }
      if (replaces >= 0) {
        owner.require(
            method.indexOf(Source.ARGUMENT, replaces) >= 0,
            name,
            "does not take the argument that it replaces");
      }
      owner.require(
          !isExit || method.returnsNothing() || method.takes(Source.RETURN),
          name,
          "replaces the returned value without taking it");
    }
  }

  private static final class ValueReader extends AnnotationVisitor {
    private final Consumer<Object> consumer;

    ValueReader(Consumer<Object> consumer) {
      super(Opcodes.ASM9);
      this.consumer = consumer;
    }

    @Override
    public void visit(String name, Object value) {
      consumer.accept(value);
    }
  }
}
