// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.assembler.Assembler;
import io.obsagent.spi.log.LibraryLogger;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the built jar holds, and what its code must not do. */
class AgentJarTest {
  private static final String LAUNCHER = "io/obsagent/bootstrap/";
  private static final String THREADS = "io/obsagent/spi/service/AgentThread";

  private record Call(String caller, String owner, String name, String descriptor) {
    String method() {
      return owner + "." + name;
    }
  }

  private static List<Call> calls() throws IOException {
    List<Call> calls = new ArrayList<>();
    try (JarFile jar = new JarFile(Launch.AGENT.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        if (entry.getName().endsWith("class") && !entry.getName().endsWith("package-info.class")) {
          try (InputStream in = jar.getInputStream(entry)) {
            new ClassReader(in).accept(new Calls(calls), ClassReader.SKIP_DEBUG);
          }
        }
      }
    }
    return calls;
  }

  private static final class Calls extends ClassVisitor {
    private final List<Call> calls;
    private String caller = "";

    Calls(List<Call> calls) {
      super(Opcodes.ASM9);
      this.calls = calls;
    }

    @Override
    public void visit(int v, int access, String name, String s, String superName, String[] i) {
      caller = name;
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String d, String s, String[] e) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(int op, String owner, String called, String type, boolean i) {
          calls.add(new Call(caller, owner, called, type));
        }
      };
    }
  }

  /** The classes that call one of the methods, given as {@code owner.name}. */
  private static Set<String> callersOf(String prefix, String... methods) throws IOException {
    Set<String> wanted = Set.of(methods);
    Set<String> callers = new TreeSet<>();
    for (Call call : calls()) {
      if (call.caller().startsWith(prefix) && wanted.contains(call.method())) {
        callers.add(call.caller());
      }
    }
    return callers;
  }

  @Test
  void onlyTheCommandLineEndsAJvm() throws IOException {
    assertThat(
            callersOf(
                "", "java/lang/System.exit", "java/lang/Runtime.exit", "java/lang/Runtime.halt"))
        // The last is a main of the attach library, which nothing calls.
        .containsExactly(
            LAUNCHER + "ObsAgent",
            "io/obsagent/core/cli/CommandLine",
            "net/bytebuddy/agent/Attacher");
  }

  @Test
  void onlyAgentThreadsMakesThreads() throws IOException {
    assertThat(
            callersOf(
                "io/obsagent/",
                "java/lang/Thread.<init>",
                "java/lang/Thread.startVirtualThread",
                "java/util/Timer.<init>",
                "java/util/concurrent/ForkJoinPool.<init>",
                "java/util/concurrent/ForkJoinPool.commonPool",
                "java/util/Collection.parallelStream",
                "java/net/http/HttpClient.newHttpClient"))
        .containsExactly(THREADS);
  }

  @Test
  void everyExecutorIsGivenAgentThreads() throws IOException {
    List<Call> without =
        calls().stream()
            .filter(call -> call.caller().startsWith("io/obsagent/"))
            .filter(
                call ->
                    call.owner().equals("java/util/concurrent/Executors")
                        || call.owner().endsWith("ThreadPoolExecutor")
                            && call.name().equals("<init>"))
            .filter(call -> !call.descriptor().contains("Ljava/util/concurrent/ThreadFactory;"))
            .toList();
    assertThat(without).isEmpty();
  }

  /** Advice for what is built on the JDK's logging: linked when that runs already. */
  private static boolean isAdviceOfJdkLogging(String caller) {
    return Stream.of(
            "jul/",
            "jbosslogmanager/",
            "tomcatjuli/",
            "shared/logging/Jul",
            "shared/logging/HandlerFormats")
        .anyMatch(module -> caller.startsWith("io/obsagent/instrumentation/" + module));
  }

  @Test
  void theLoggingOfTheJdkIsNotTouched() throws IOException {
    Set<String> callers = new TreeSet<>();
    for (Call call : calls()) {
      // The mail library and the SDK, which log too, first run after the application's start.
      if ((call.caller().startsWith("io/obsagent/") && !isAdviceOfJdkLogging(call.caller())
              || call.caller().startsWith("io/opentelemetry/")
                  && !call.caller().startsWith("io/opentelemetry/sdk/"))
          && (call.owner().startsWith("java/util/logging/")
              || call.method().equals("java/lang/System.getLogger"))) {
        callers.add(call.caller());
      }
    }
    assertThat(callers).isEmpty();
  }

  @Test
  void theLoggerOfTheLibrariesHasAllThatTheyCall() throws IOException {
    Set<String> has = new TreeSet<>();
    for (Method method : LibraryLogger.class.getMethods()) {
      has.add(method.getName() + Type.getMethodDescriptor(method));
    }
    assertThat(calls())
        .filteredOn(call -> call.caller().startsWith("io/opentelemetry/"))
        .filteredOn(call -> call.owner().equals(Type.getInternalName(LibraryLogger.class)))
        .isNotEmpty()
        .allMatch(call -> has.contains(call.name() + call.descriptor()));
  }

  @Test
  void onlyTheLauncherIsVisibleAsClasses() throws IOException {
    try (JarFile jar = new JarFile(Launch.AGENT.toFile())) {
      assertThat(jar.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class")))
          .isNotEmpty()
          .allMatch(name -> name.startsWith(LAUNCHER));
    }
  }

  @Test
  void theJarIsSmall() throws IOException {
    assertThat(Files.size(Launch.AGENT)).isLessThanOrEqualTo(12_000_000);
  }

  @Test
  void anOlderJvmCanReadTheLauncher() throws IOException {
    try (JarFile jar = new JarFile(Launch.AGENT.toFile());
        DataInputStream in =
            new DataInputStream(jar.getInputStream(jar.getEntry(LAUNCHER + "ObsAgent.class")))) {
      in.readInt();
      in.readUnsignedShort();
      assertThat(in.readUnsignedShort()).as("class file version, 52 is Java 8").isEqualTo(52);
    }
  }

  @Test
  void theSameInputGivesTheSameBytes(@TempDir Path directory) throws IOException {
    Path classPath = Launch.AGENT.resolveSibling("agent.classpath");
    Path again = directory.resolve("again.jar");
    Assembler.main(
        new String[] {
          again.toString(),
          classPath.toString(),
          System.getProperty("obs.test.version"),
          System.getProperty("obs.test.time")
        });
    assertThat(Arrays.equals(Files.readAllBytes(again), Files.readAllBytes(Launch.AGENT))).isTrue();
  }

  @Test
  void noEntryCarriesTheTimeOrPlaceOfTheBuild() throws IOException {
    try (JarFile jar = new JarFile(Launch.AGENT.toFile());
        Stream<JarEntry> entries = jar.stream()) {
      assertThat(entries.map(JarEntry::getTimeLocal).distinct()).hasSize(1);
    }
  }
}
