// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.jvm;

/**
 * Whether this JVM runs only to record an <a href="https://openjdk.org/jeps/514">ahead-of-time
 * cache</a>. HotSpot crashes when it then writes out classes that were woven; a cache that is
 * recorded without the agent is used with it.
 */
public final class AotRecording {
  private AotRecording() {}

  public static boolean isOn() {
    try {
      return isOn(
          (String[])
              Class.forName("jdk.internal.misc.VM").getMethod("getRuntimeArguments").invoke(null));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return false;
    }
  }

  static boolean isOn(String... arguments) {
    boolean records = false;
    for (String argument : arguments) {
      if (argument.startsWith("-XX:AOTMode=")) {
        records = argument.endsWith("=record");
      } else if (argument.startsWith("-XX:AOTCacheOutput=")) {
        records = true;
      }
    }
    return records;
  }
}
