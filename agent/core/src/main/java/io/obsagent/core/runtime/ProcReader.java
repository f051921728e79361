// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import io.obsagent.spi.host.HostReader;
import java.util.ArrayList;
import java.util.List;

/** Linux, by its files below {@code /proc} and {@code /sys}. */
final class ProcReader implements HostReader {
  private static final String MEMORY = "proc/meminfo";
  private static final String STATUS = "proc/self/status";
  private static final int SECTOR_BYTES = 512;
  private static final double MEGABIT_BYTES = 125_000;

  private final ProcFiles files;

  ProcReader(ProcFiles files) {
    this.files = files;
  }

  @Override
  public Memory memory() {
    return new Memory(
        files.value(MEMORY, "MemTotal:") * 1024, files.value(MEMORY, "MemAvailable:") * 1024);
  }

  @Override
  public ProcessMemory processMemory() {
    return new ProcessMemory(
        files.value(STATUS, "VmRSS:") * 1024, files.value(STATUS, "VmSize:") * 1024);
  }

  /** From /proc/diskstats: major minor name reads merged sectors ms writes merged sectors … */
  @Override
  public List<DiskTotals> disks() {
    List<DiskTotals> disks = new ArrayList<>();
    for (String line : files.lines("proc/diskstats")) {
      List<String> words = ProcFiles.words(line);
      if (words.size() >= 10 && isDisk(words.get(2))) {
        double sectors = ProcFiles.parse(words.get(5)) + ProcFiles.parse(words.get(9));
        disks.add(
            new DiskTotals(
                words.get(2),
                ProcFiles.parse(words.get(3)),
                ProcFiles.parse(words.get(7)),
                sectors * SECTOR_BYTES));
      }
    }
    return disks;
  }

  /** Whole devices: partitions would count twice. */
  private boolean isDisk(String name) {
    return !name.startsWith("loop")
        && !name.startsWith("ram")
        && files.isDirectory("sys/block/" + name);
  }

  /** From /proc/net/dev: name: bytes packets errs drop fifo frame compressed multicast bytes … */
  @Override
  public List<NetworkTotals> networks() {
    List<NetworkTotals> networks = new ArrayList<>();
    for (String line : files.lines("proc/net/dev")) {
      int colon = line.indexOf(':');
      List<String> words = ProcFiles.words(line.substring(colon + 1));
      String name = colon < 0 ? "" : line.substring(0, colon).trim();
      if (words.size() < 12 || name.isEmpty() || name.equals("lo")) {
        continue;
      }
      // Virtual interfaces have no speed.
      double megabits = files.number("sys/class/net/" + name + "/speed");
      networks.add(
          new NetworkTotals(
              name,
              ProcFiles.parse(words.get(0)),
              ProcFiles.parse(words.get(8)),
              sum(words, 1, 9),
              sum(words, 2, 3, 10, 11),
              megabits > 0 ? megabits * MEGABIT_BYTES : Double.NaN));
    }
    return networks;
  }

  private static double sum(List<String> words, int... columns) {
    double sum = 0;
    for (int column : columns) {
      sum += ProcFiles.parse(words.get(column));
    }
    return sum;
  }
}
