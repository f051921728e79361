// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.bootstrap.AgentClassLoader;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.weave.MethodProbe;
import io.obsagent.spi.weave.MethodSelector;
import io.obsagent.spi.weave.MethodSelector.Choice;
import io.obsagent.spi.weave.MethodSelector.Method;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Weaves what a {@link MethodSelector} chooses, after the modules' own transformer. Answers null,
 * which is "leave it", for nearly every class and after every failure. Thread-safe.
 */
final class ProbeTransformer implements ClassFileTransformer {
  /** Generated beside a class of the user's, which is woven itself. */
  private static final String[] GENERATED = {"$$", "$Proxy", "$HibernateProxy$", "$MockitoMock$"};

  private static final String[] JDK = {"java.", "javax.", "jdk.", "sun.", "com.sun."};

  private final AgentClassLoader agent;
  private volatile MethodSelector selector;

  ProbeTransformer(AgentClassLoader agent, MethodSelector selector) {
    this.agent = agent;
    this.selector = selector;
  }

  MethodSelector selector() {
    return selector;
  }

  void use(MethodSelector next) {
    selector = next;
  }

  /** Whether a class may be woven at all. */
  boolean isForeign(@Nullable ClassLoader loader, String type) {
    if (loader == null
        || loader == agent
        || loader instanceof PluginClassLoader
        || loader.getClass().getClassLoader() == agent) {
      return false;
    }
    for (String prefix : JDK) {
      if (type.startsWith(prefix)) {
        return false;
      }
    }
    for (String part : GENERATED) {
      if (type.contains(part)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (className == null) {
      return null;
    }
    try {
      String type = className.replace('/', '.');
      if (!isForeign(loader, type)) {
        return null;
      }
      Choice choice =
          selector.choice(
              type, () -> redefined != null ? superTypes(redefined) : superTypes(loader, bytes));
      return choice == null ? null : weave(type, bytes, choice);
    } catch (Throwable e) {
      AgentLog.limited(
          AgentLog.Level.WARN,
          "methods.weave",
          "methods: cannot weave " + className + ", left as it is: " + e);
      return null;
    }
  }

  static byte @Nullable [] weave(String type, byte[] bytes, Choice choice) {
    ClassReader reader = new ClassReader(bytes);
    Map<String, MethodProbe> probes = new HashMap<>();
    MethodShapes.of(reader)
        .forEach(
            (signature, method) -> {
              MethodProbe probe = choice.probe(method);
              if (probe != null) {
                probes.put(signature, probe);
              }
            });
    if (probes.isEmpty()) {
      return null;
    }
    if (ClassWeaver.versionOf(bytes) < Opcodes.V1_7) {
      AgentLog.info("methods: " + type + " is left alone: its class file is older than Java 7");
      return null;
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Probing(writer, probes), ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  /** Shows a choice the methods of a class file. */
  static void show(byte[] bytes, Choice choice) {
    for (Method method : MethodShapes.of(new ClassReader(bytes)).values()) {
      choice.probe(method);
    }
  }

  private static final class Probing extends ClassVisitor {
    private final Map<String, MethodProbe> probes;

    Probing(ClassVisitor next, Map<String, MethodProbe> probes) {
      super(Opcodes.ASM9, next);
      this.probes = probes;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      MethodProbe probe = probes.get(name + descriptor);
      return probe == null
          ? next
          : new ProbeVisitor(next, probe, AdviceCall.BOOTSTRAP, access, descriptor);
    }
  }

  /** Of a class that is loaded. */
  static Set<String> superTypes(Class<?> type) {
    Set<String> all = new HashSet<>();
    addSuperTypes(type, all);
    return all;
  }

  private static void addSuperTypes(Class<?> type, Set<String> into) {
    Class<?> parent = type.getSuperclass();
    if (parent != null && into.add(parent.getName())) {
      addSuperTypes(parent, into);
    }
    for (Class<?> each : type.getInterfaces()) {
      if (into.add(each.getName())) {
        addSuperTypes(each, into);
      }
    }
  }

  /** Of a class that is being loaded, by class files: to load one here could be a deadlock. */
  private static Set<String> superTypes(@Nullable ClassLoader loader, byte[] bytes) {
    Set<String> all = new HashSet<>();
    addSuperTypes(loader, bytes, all);
    return all;
  }

  private static void addSuperTypes(@Nullable ClassLoader loader, byte[] bytes, Set<String> into) {
    ClassHeader header = new ClassHeader(bytes, NameSet.EMPTY);
    addSuperType(loader, header.superName(), into);
    for (int i = 0; i < header.interfaceCount(); i++) {
      addSuperType(loader, header.interfaceName(i), into);
    }
  }

  private static void addSuperType(@Nullable ClassLoader loader, String type, Set<String> into) {
    if (type.isEmpty() || !into.add(type.replace('/', '.')) || type.startsWith("java/")) {
      return;
    }
    byte[] bytes = ClassFiles.read(loader, type);
    if (bytes != null) {
      addSuperTypes(loader, bytes, into);
    }
  }
}
