// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The JVMs of this user, by the JDK's attach API. By reflection: the module belongs to the system
 * loader, which the agent's loader does not see, and a run-time image may be without it.
 */
final class JavaMachines {
  private static final String PACKAGE = "com.sun.tools.attach.VirtualMachine";
  private static final String CAUGHT = "SigCgt:";
  private static final long QUIT_BIT = 1 << (3 - 1);

  private JavaMachines() {}

  /** A running JVM; main is its main class or jar with arguments. */
  record Machine(String pid, String main) {}

  /**
   * @throws IllegalStateException if this JVM has no attach API
   */
  static List<Machine> list() {
    try {
      ClassLoader loader = ClassLoader.getSystemClassLoader();
      Class<?> descriptor = Class.forName(PACKAGE + "Descriptor", true, loader);
      List<?> found = (List<?>) Class.forName(PACKAGE, true, loader).getMethod("list").invoke(null);
      List<Machine> machines = new ArrayList<>();
      for (Object machine : found) {
        machines.add(
            new Machine(
                (String) descriptor.getMethod("id").invoke(machine),
                (String) descriptor.getMethod("displayName").invoke(machine)));
      }
      return machines;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this Java has no module jdk.attach; run it with the java of a JDK", e);
    }
  }

  /**
   * A system property of another JVM, or null if it has none.
   *
   * @throws IllegalStateException if it cannot be asked
   */
  static @Nullable String property(String pid, String name) {
    try {
      ClassLoader loader = ClassLoader.getSystemClassLoader();
      Class<?> type = Class.forName(PACKAGE, true, loader);
      Object machine = type.getMethod("attach", String.class).invoke(null, pid);
      try {
        Properties properties = (Properties) type.getMethod("getSystemProperties").invoke(machine);
        return properties.getProperty(name);
      } finally {
        type.getMethod("detach").invoke(machine);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("process " + pid + " does not answer", e);
    }
  }

  /**
   * Whether the process handles SIGQUIT, by which a JVM is told that someone wants to attach, and
   * which ends any other process. Older JDKs send it unasked. True where it cannot be found out.
   */
  static boolean survivesAttachment(String pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
        if (line.startsWith(CAUGHT)) {
          long signals = Long.parseUnsignedLong(line.substring(CAUGHT.length()).trim(), 16);
          return (signals & QUIT_BIT) != 0;
        }
      }
    } catch (IOException | NumberFormatException e) {
      return true;
    }
    return true;
  }
}
