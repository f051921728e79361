// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.spi.MethodMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import org.jspecify.annotations.Nullable;

/**
 * A library that somebody has renamed into a jar of his own, all its packages below one more, as a
 * build's shading does: {@code wiremock.org.eclipse.jetty}. Advice that is read through it has the
 * same names. Whatever is not there under the new name keeps its own, as the servlet API may.
 * Thread-safe.
 */
final class Relocation extends Remapper {
  private final @Nullable ClassLoader loader;
  private final String prefix;

  /** Of types, as internal names, those that were asked for. */
  private final Map<String, String> names = new ConcurrentHashMap<>();

  /**
   * @param loader of the library; null for the boot loader
   * @param prefix with its last slash
   */
  Relocation(@Nullable ClassLoader loader, String prefix) {
    super(Opcodes.ASM9);
    this.loader = loader;
    this.prefix = prefix;
  }

  String prefix() {
    return prefix;
  }

  byte[] renamed(byte[] classFile) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile).accept(new ClassRemapper(writer, this), 0);
    return writer.toByteArray();
  }

  /** The same classes, renamed. */
  Function<String, byte @Nullable []> renamed(Function<String, byte @Nullable []> classes) {
    return name -> {
      byte[] bytes = classes.apply(name);
      return bytes == null ? null : renamed(bytes);
    };
  }

  MethodMatch renamed(MethodMatch match) {
    return new MethodMatch(
        match.names(),
        match.argumentTypes() == null ? null : renamed(match.argumentTypes()),
        match.leadingArguments(),
        match.returnType() == null ? null : renamed(match.returnType()),
        match.publicOnly(),
        match.synthetic());
  }

  private List<@Nullable String> renamed(List<@Nullable String> types) {
    List<@Nullable String> renamed = new ArrayList<>();
    for (String type : types) {
      renamed.add(type == null ? null : renamed(type));
    }
    return renamed;
  }

  /** A type's name as in Java source; any other text stays. */
  private String renamed(String text) {
    String type = text.endsWith("[]") ? text.substring(0, text.indexOf('[')) : text;
    if (type.indexOf('.') <= 0 || type.indexOf('/') >= 0 || type.indexOf(' ') >= 0) {
      return text;
    }
    String internalName = type.replace('.', '/');
    return map(internalName).equals(internalName) ? text : prefix.replace('/', '.') + text;
  }

  @Override
  public String map(String internalName) {
    if (internalName.startsWith("java/")
        || internalName.startsWith("io/obsagent/")
        || internalName.startsWith("io/opentelemetry/")) {
      return internalName;
    }
    String known = names.get(internalName);
    if (known == null) {
      String renamed = prefix + internalName;
      known = ClassFiles.read(loader, renamed) == null ? internalName : renamed;
      names.put(internalName, known); // no lock meanwhile: loaders may do anything
    }
    return known;
  }

  /** Names of types are constants, too. */
  @Override
  public Object mapValue(Object value) {
    return value instanceof String text ? renamed(text) : super.mapValue(value);
  }
}
