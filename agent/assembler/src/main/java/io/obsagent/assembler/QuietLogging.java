// SPDX-License-Identifier: Apache-2.0
package io.obsagent.assembler;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;

/**
 * Puts the agent's own logger in the place of {@code java.util.logging} in the classes of
 * OpenTelemetry's API: those run on the application's threads, long before it has set up its
 * LogManager. Its SDK is for extensions, which hand it their own loggers, and is loaded later.
 */
final class QuietLogging {
  private static final String LIBRARY = "io/opentelemetry/";
  private static final String SDK = LIBRARY + "sdk/";
  private static final String JDK = "java/util/logging/";
  private static final String OURS = "io/obsagent/spi/log/LibraryLogger";

  private static final Map<String, String> REPLACED =
      Map.of(JDK + "Logger", OURS, JDK + "Level", OURS + "$Level");

  private QuietLogging() {}

  /** The class as it goes into the jar: the same bytes where it does not log. */
  static byte[] in(String name, byte[] bytes) {
    if (!name.startsWith(LIBRARY)
        || name.startsWith(SDK)
        || !name.endsWith(".class")
        || !new String(bytes, StandardCharsets.ISO_8859_1).contains(JDK)) {
      return bytes;
    }
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes)
        .accept(new ClassRemapper(writer, new SimpleRemapper(Opcodes.ASM9, REPLACED)), 0);
    return writer.toByteArray();
  }
}
