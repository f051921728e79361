// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.weave.ModuleDescriptor.MethodAdvice;
import io.obsagent.core.weave.ModuleDescriptor.TypeAdvice;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeMatch;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TypeMatcherTest {
  private static final String LIBRARY = "lib/Server";

  private final Files loader = new Files();

  private static TypeMatcher matcher(TypeMatch type, MethodMatch method) {
    ModuleDescriptor module =
        new ModuleDescriptor(
            "lib",
            "Lib 1",
            "For this test.",
            true,
            List.of(new TypeAdvice(type, List.of(new MethodAdvice(method, "x.Advice")))));
    return new TypeMatcher(List.of(module), new UnknownLibraries());
  }

  private static TypeMatcher ofServers() {
    return matcher(
        TypeMatch.subtypesOf("lib.Server"), MethodMatch.named("serve").takes("java.lang.String"));
  }

  private int matches(TypeMatcher matcher, String name, byte[] bytes) {
    return matcher.matches(loader, name, bytes).size();
  }

  @Test
  void asksALoaderWithoutTheLibraryOnce() {
    loader.files.put("app/Base", type("app/Base", "java/lang/Object"));
    TypeMatcher matcher = ofServers();

    assertThat(matches(matcher, "app/A", server("app/A", "app/Base"))).isZero();
    assertThat(matches(matcher, "app/B", server("app/B", "app/Base"))).isZero();
    assertThat(loader.asked).containsExactly("lib/Server.class");
    assertThat(matcher.asked()).isEqualTo(1);
  }

  @Test
  void readsTheHierarchyOnceWhereTheLibraryIs() {
    loader.files.put(LIBRARY, type(LIBRARY, "java/lang/Object"));
    loader.files.put("app/Base", type("app/Base", "java/lang/Object", LIBRARY));
    TypeMatcher matcher = ofServers();

    assertThat(matches(matcher, "app/A", server("app/A", "app/Base"))).isEqualTo(1);
    assertThat(matches(matcher, "app/B", server("app/B", "app/Base"))).isEqualTo(1);
    assertThat(loader.asked)
        .containsExactly("lib/Server.class", "app/Base.class", "lib/Server.class");
  }

  @Test
  void takesTheClassesWordForItsOwnSuperTypes() {
    TypeMatcher matcher = ofServers();

    assertThat(matches(matcher, "app/A", server("app/A", "java/lang/Object", LIBRARY)))
        .isEqualTo(1);
    assertThat(matches(matcher, LIBRARY, server(LIBRARY, "java/lang/Object"))).isEqualTo(1);
  }

  @Test
  void asksAgainOnceTheLibraryWasLoadedSomewhere() {
    loader.files.put("app/Base", type("app/Base", "java/lang/Object", LIBRARY));
    TypeMatcher matcher = ofServers();
    assertThat(matches(matcher, "app/A", server("app/A", "app/Base"))).isZero();

    byte[] library = type(LIBRARY, "java/lang/Object");
    loader.files.put(LIBRARY, library);
    matcher.matches(new Files(), LIBRARY, library);

    assertThat(matches(matcher, "app/B", server("app/B", "app/Base"))).isEqualTo(1);
  }

  @Test
  void asksNothingForAClassThatOnlyCallsTheMethodOrHasAnother() {
    TypeMatcher matcher = ofServers();

    assertThat(matches(matcher, "app/A", type("app/A", "app/Base"))).isZero();
    assertThat(matches(matcher, "app/B", withMethod("app/B", "app/Base", "serve", "()V"))).isZero();
    assertThat(loader.asked).isEmpty();
  }

  @Test
  void typesOfTheJdkAreSeenEverywhere() {
    loader.files.put("app/Base", type("app/Base", "java/lang/Thread"));
    TypeMatcher matcher =
        matcher(TypeMatch.subtypesOf("java.lang.Thread"), MethodMatch.named("run").takes());

    assertThat(matches(matcher, "app/A", withMethod("app/A", "app/Base", "run", "()V")))
        .isEqualTo(1);
    assertThat(loader.asked).containsExactly("app/Base.class");
  }

  @Test
  void readsNoFileOfATypeThatItsLoaderHasDefined() {
    loader.files.put(LIBRARY, type(LIBRARY, "java/lang/Object"));
    TypeMatcher matcher = ofServers();
    matches(matcher, "app/Base", type("app/Base", "java/lang/Object", "app/Served"));
    matches(matcher, "app/Served", type("app/Served", "java/lang/Object", LIBRARY));
    matches(matcher, "app/Other", type("app/Other", "java/lang/Object"));
    matches(matcher, "app/Third", type("app/Third", "app/Other"));
    loader.asked.clear();

    assertThat(matches(matcher, "app/A", server("app/A", "app/Base"))).isEqualTo(1);
    assertThat(loader.asked).containsExactly("lib/Server.class", "lib/Server.class");
    assertThat(matches(matcher, "app/B", server("app/B", "app/Third"))).isZero();
    assertThat(loader.asked).hasSize(2);
  }

  @Test
  void aLoaderOfABundleMayHaveASuperTypeFromOneThatSeesMore() {
    loader.files.put("app/Base", type("app/Base", "java/lang/Object", LIBRARY));
    ClassLoader bundle =
        new ClassLoader(null) {
          @Override
          public @Nullable InputStream getResourceAsStream(String name) {
            return loader.getResourceAsStream(name);
          }
        };

    assertThat(ofServers().matches(bundle, "app/A", server("app/A", "app/Base"))).hasSize(1);
  }

  @Test
  void readsOverConstantsOfAllKindsAndSizes() {
    ClassWriter writer = writer("app/A", "java/lang/Object", "app/First", LIBRARY, "app/Last");
    for (int i = 0; i < 40; i++) {
      writer.newConst((long) i);
      writer.newConst(i + 0.5);
      writer.newUTF8("a name of some length " + i);
    }
    addMethod(writer, "serve", "(Ljava/lang/String;)V");

    assertThat(matches(ofServers(), "app/A", bytes(writer))).isEqualTo(1);
  }

  private static byte[] type(String name, String superName, String... interfaces) {
    return bytes(writer(name, superName, interfaces));
  }

  private static byte[] server(String name, String superName, String... interfaces) {
    ClassWriter writer = writer(name, superName, interfaces);
    addMethod(writer, "serve", "(Ljava/lang/String;)V");
    return bytes(writer);
  }

  private static byte[] withMethod(
      String name, String superName, String method, String descriptor) {
    ClassWriter writer = writer(name, superName);
    addMethod(writer, method, descriptor);
    return bytes(writer);
  }

  /** Has a field and a method that calls others, as classes have. */
  private static ClassWriter writer(String name, String superName, String... interfaces) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, superName, interfaces);
    writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "N", "J", null, 7L).visitEnd();
    MethodVisitor caller = writer.visitMethod(Opcodes.ACC_STATIC, "call", "()V", null, null);
    caller.visitCode();
    caller.visitInsn(Opcodes.ACONST_NULL);
    caller.visitInsn(Opcodes.ACONST_NULL);
    caller.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, "lib/Server", "serve", "(Ljava/lang/String;)V", false);
    caller.visitInsn(Opcodes.RETURN);
    caller.visitMaxs(0, 0);
    caller.visitEnd();
    return writer;
  }

  private static void addMethod(ClassWriter writer, String name, String descriptor) {
    MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, name, descriptor, null, null);
    method.visitCode();
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  private static byte[] bytes(ClassWriter writer) {
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** Has a few class files, and tells which it was asked for. */
  private static final class Files extends URLClassLoader {
    final Map<String, byte[]> files = new HashMap<>();
    final List<String> asked = new ArrayList<>();

    Files() {
      super(new URL[0], null);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      asked.add(name);
      byte[] file = files.get(name.substring(0, name.length() - ".class".length()));
      return file == null ? null : new ByteArrayInputStream(file);
    }
  }
}
