// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import io.obsagent.spi.host.HostReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK knows of a host, whatever the host is. Resident memory and the traffic of disks and
 * networks are not among it.
 */
final class JdkReader implements HostReader {
  /** A runtime image made by jlink may have the beans without what HotSpot adds to them. */
  static final boolean EXTENDED = ModuleLayer.boot().findModule("jdk.management").isPresent();

  /** There the bean's free memory is what nothing uses at all, not what can be had. */
  private static final boolean FREE_IS_NOT_AVAILABLE =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");

  private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();

  @Override
  public Memory memory() {
    if (EXTENDED && system instanceof com.sun.management.OperatingSystemMXBean sun) {
      double total = sun.getTotalMemorySize();
      double free = FREE_IS_NOT_AVAILABLE ? Double.NaN : sun.getFreeMemorySize();
      return total > 0 ? new Memory(total, free) : Memory.UNKNOWN;
    }
    return Memory.UNKNOWN;
  }

  @Override
  public ProcessMemory processMemory() {
    if (EXTENDED && system instanceof com.sun.management.OperatingSystemMXBean sun) {
      double committed = sun.getCommittedVirtualMemorySize();
      return new ProcessMemory(Double.NaN, committed > 0 ? committed : Double.NaN);
    }
    return ProcessMemory.UNKNOWN;
  }

  /** Of all processors of the host since it was last asked, 0 to 100; NaN if not known. */
  double cpuPercent() {
    if (EXTENDED && system instanceof com.sun.management.OperatingSystemMXBean sun) {
      double load = sun.getCpuLoad();
      return load < 0 ? Double.NaN : load * 100;
    }
    return Double.NaN;
  }

  /**
   * Where the file systems begin that this process works in. Others are not asked: they may be dead
   * network drives, which block whoever asks.
   */
  static Set<String> mounts() {
    Set<String> mounts = new LinkedHashSet<>();
    for (String property : List.of("user.dir", "java.io.tmpdir", "java.home")) {
      String mount = mount(System.getProperty(property, ""));
      if (mount != null) {
        mounts.add(mount);
      }
    }
    return mounts;
  }

  private static @Nullable String mount(String directory) {
    try {
      Path at = Path.of(directory).toRealPath();
      FileStore store = Files.getFileStore(at);
      Path parent = at.getParent();
      while (parent != null && Files.getFileStore(parent).equals(store)) {
        at = parent;
        parent = at.getParent();
      }
      return at.toString();
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
