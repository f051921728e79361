// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extension.oshi;

import io.obsagent.spi.host.HostReader;
import java.util.ArrayList;
import java.util.List;
import oshi.SystemInfo;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.software.os.OSProcess;

/**
 * What oshi tells. Disks and interfaces are looked for anew each minute; between that, only their
 * numbers are read. Lives in the extension's module; not thread-safe.
 */
public final class OshiReader implements HostReader {
  private static final long LIST_NANOS = 60_000_000_000L;

  private final HardwareAbstractionLayer hardware;
  private final OSProcess process;
  private List<HWDiskStore> disks = List.of();
  private List<NetworkIF> networks = List.of();
  private long disksListed = System.nanoTime() - LIST_NANOS;
  private long networksListed = disksListed;

  public OshiReader() {
    SystemInfo system = new SystemInfo();
    hardware = system.getHardware();
    process = system.getOperatingSystem().getCurrentProcess();
  }

  @Override
  public Memory memory() {
    double total = hardware.getMemory().getTotal();
    return total > 0 ? new Memory(total, hardware.getMemory().getAvailable()) : Memory.UNKNOWN;
  }

  @Override
  public ProcessMemory processMemory() {
    boolean read = process.updateAttributes();
    return read
        ? new ProcessMemory(known(process.getResidentMemory()), known(process.getVirtualSize()))
        : ProcessMemory.UNKNOWN;
  }

  private static double known(long bytes) {
    return bytes > 0 ? bytes : Double.NaN;
  }

  @Override
  public List<DiskTotals> disks() {
    long now = System.nanoTime();
    if (now - disksListed >= LIST_NANOS) {
      disks = hardware.getDiskStores();
      disksListed = now;
    } else {
      disks.forEach(HWDiskStore::updateAttributes);
    }
    List<DiskTotals> totals = new ArrayList<>(disks.size());
    for (HWDiskStore disk : disks) {
      double bytes = (double) disk.getReadBytes() + disk.getWriteBytes();
      totals.add(new DiskTotals(name(disk), disk.getReads(), disk.getWrites(), bytes));
    }
    return totals;
  }

  /** Without the directory of device files: {@code sda}, {@code PHYSICALDRIVE0}. */
  private static String name(HWDiskStore disk) {
    String name = disk.getName();
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }

  @Override
  public List<NetworkTotals> networks() {
    long now = System.nanoTime();
    if (now - networksListed >= LIST_NANOS) {
      networks = hardware.getNetworkIFs();
      networksListed = now;
    } else {
      networks.forEach(NetworkIF::updateAttributes);
    }
    List<NetworkTotals> totals = new ArrayList<>(networks.size());
    for (NetworkIF network : networks) {
      double packets = (double) network.getPacketsRecv() + network.getPacketsSent();
      double lost = (double) network.getInErrors() + network.getOutErrors() + network.getInDrops();
      double bits = network.getSpeed();
      totals.add(
          new NetworkTotals(
              network.getName(),
              network.getBytesRecv(),
              network.getBytesSent(),
              packets,
              lost,
              bits > 0 ? bits / 8 : Double.NaN));
    }
    return totals;
  }
}
