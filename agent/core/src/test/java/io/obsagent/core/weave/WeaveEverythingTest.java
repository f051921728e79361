// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.weave.AdviceClass.AdviceMethod;
import io.obsagent.core.weave.AdviceClass.Parameter;
import io.obsagent.core.weave.AdviceClass.Source;
import io.obsagent.spi.weave.MethodProbe;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every method of thousands of classes is woven, and the JVM's verifier has to accept each class:
 * linking, which verifies, is what asking for the methods of a class does.
 */
class WeaveEverythingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"jdk.compiler", "java.xml", "jdk.jshell", "java.net.http", "java.desktop"})
  void everyClassOfAModuleOfTheJdkVerifies(String module) throws Exception {
    Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module);
    verify(root, module.equals("java.desktop") ? 2_000 : Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.assertj.core.api.Assertions",
        "org.snakeyaml.engine.v2.api.Load",
        // Class files of Java 6, which have stack map frames, and of Java 5, which have none.
        "org.h2.Driver",
        "ch.qos.logback.core.ContextBase"
      })
  void everyClassOfALibraryVerifies(String ofLibrary) throws Exception {
    Path jar =
        Path.of(
            Class.forName(ofLibrary).getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = FileSystems.newFileSystem(jar)) {
      verify(files.getPath("/"), Integer.MAX_VALUE);
    }
  }

  private static void verify(Path root, int limit) throws IOException {
    verify(root, limit, bytes -> weave(bytes, false));
    // As in class files without invokedynamic.
    verify(root, limit, bytes -> weave(bytes, true));
    verify(root, limit, WeaveEverythingTest::probe);
  }

  private static void verify(Path root, int limit, UnaryOperator<byte[]> weaver)
      throws IOException {
    Map<String, byte[]> classes = new HashMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> chosen =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .filter(file -> !file.toString().contains("-info.class"))
              .filter(file -> !file.toString().contains("META-INF"))
              .limit(limit)
              .toList();
      for (Path file : chosen) {
        String name = root.relativize(file).toString().replace(".class", "").replace('/', '.');
        classes.put(name, weaver.apply(Files.readAllBytes(file)));
      }
    }
    List<String> rejected = new ArrayList<>();
    WovenLoader loader = new WovenLoader(classes);
    for (String name : classes.keySet()) {
      try {
        loader.loadClass(name).getDeclaredMethods();
      } catch (VerifyError | ClassFormatError e) {
        rejected.add(name + ": " + e.getMessage());
      } catch (LinkageError | ClassNotFoundException missing) {
        // An optional dependency is not there: nothing that weaving did.
      }
    }
    assertThat(classes).isNotEmpty();
    assertThat(rejected).isEmpty();
  }

  /** With the fullest probe that a method can have; what is too old stays as it is. */
  private static byte[] probe(byte[] original) {
    byte[] probed =
        ProbeTransformer.weave(
            "any",
            original,
            method -> {
              List<Integer> arguments = new ArrayList<>();
              Type[] types = Type.getArgumentTypes(method.descriptor());
              // An invokedynamic takes 253 slots at most.
              for (int i = 0; i < Math.min(100, types.length); i++) {
                arguments.add(i);
              }
              Type result = Type.getReturnType(method.descriptor());
              return new MethodProbe(
                  1,
                  true,
                  true,
                  !Modifier.isStatic(method.modifiers()),
                  arguments,
                  result != Type.VOID_TYPE,
                  result.getSort() == Type.OBJECT);
            });
    return probed == null ? original : probed;
  }

  private static byte[] weave(byte[] original, boolean old) {
    ClassReader reader = new ClassReader(original);
    int version = ClassWeaver.versionOf(original);
    String owner = reader.getClassName();
    AdviceCall.Style style =
        AdviceCall.Style.of(old ? Math.min(version, Opcodes.V1_6) : version, owner);
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
                    owner,
                    advised(owner, next, style, access, name, descriptor, false),
                    style,
                    access,
                    name,
                    descriptor,
                    true)
                : next;
          }
        },
        ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  private static MethodVisitor advised(
      String owner,
      MethodVisitor next,
      AdviceCall.Style style,
      int access,
      String name,
      String descriptor,
      boolean skips) {
    return new AdvisingMethodVisitor(
        next,
        style,
        0,
        adviceFor(skips && !name.equals("<init>"), name, descriptor),
        owner,
        access,
        name,
        descriptor);
  }

  /** The fullest advice that a method can have. */
  private static AdviceClass adviceFor(boolean skips, String name, String descriptor) {
    boolean constructor = name.equals("<init>");
    List<Parameter> entry = new ArrayList<>();
    List<AdviceMethod> replacements = new ArrayList<>();
    Type[] arguments = Type.getArgumentTypes(descriptor);
    for (int i = 0; i < arguments.length; i++) {
      Parameter argument = new Parameter(Source.ARGUMENT, i);
      entry.add(argument);
      replacements.add(new AdviceMethod("replace", "()V", i, List.of(argument)));
    }
    if (!constructor) {
      entry.add(0, new Parameter(Source.THIS, -1));
    }
    if (arguments.length < 100) { // with room for two more
      entry.add(new Parameter(Source.ORIGIN, -1));
      entry.add(new Parameter(Source.ALL_ARGUMENTS, -1));
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
        "advice", enter, skips, new AdviceMethod("exit", exitDescriptor, -1, exit), replacements);
  }

  private static final class WovenLoader extends ClassLoader {
    private final Map<String, byte[]> classes;

    WovenLoader(Map<String, byte[]> classes) {
      super(WeaveEverythingTest.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        byte[] bytes = classes.get(name);
        if (bytes == null || name.startsWith("java.")) {
          return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : defineClass(name, bytes, 0, bytes.length);
      }
    }
  }
}
