// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.host;

import java.util.List;

/**
 * Reads what the host tells of itself and of this process, beyond what the JDK's management beans
 * know. Found by {@link java.util.ServiceLoader} in the jars of {@code obs.extensions}, when
 * metrics are first asked for; what it does not know is asked of {@code /proc} and of the JDK.
 *
 * <p>All methods are called by threads of the agent, never by two at a time, each once a snapshot.
 * They may throw: the reader is then not asked again, and that is told once. Totals only grow while
 * the host runs; whatever is not known is {@link Double#NaN}, or absent from a list.
 */
public interface HostReader {
  /** Memory of the host; {@link Memory#UNKNOWN} by default. */
  default Memory memory() {
    return Memory.UNKNOWN;
  }

  /** Memory of this process; {@link ProcessMemory#UNKNOWN} by default. */
  default ProcessMemory processMemory() {
    return ProcessMemory.UNKNOWN;
  }

  /** Whole disks, without their partitions; none by default. */
  default List<DiskTotals> disks() {
    return List.of();
  }

  /** Network interfaces without loopback; none by default. */
  default List<NetworkTotals> networks() {
    return List.of();
  }

  /**
   * Physical memory of the host.
   *
   * @param totalBytes all of it
   * @param availableBytes what a process can still have without swapping, caches that would be
   *     given back included
   */
  record Memory(double totalBytes, double availableBytes) {
    public static final Memory UNKNOWN = new Memory(Double.NaN, Double.NaN);
  }

  /**
   * Memory of this process.
   *
   * @param residentBytes what of it is in physical memory
   * @param virtualBytes its address space
   */
  record ProcessMemory(double residentBytes, double virtualBytes) {
    public static final ProcessMemory UNKNOWN = new ProcessMemory(Double.NaN, Double.NaN);
  }

  /**
   * What a disk has done since the host started.
   *
   * @param device its name: {@code sda}, {@code disk0}
   * @param reads operations completed
   * @param writes operations completed
   * @param bytes read and written
   */
  record DiskTotals(String device, double reads, double writes, double bytes) {}

  /**
   * What a network interface has done since the host started.
   *
   * @param name {@code eth0}, {@code en0}
   * @param receivedBytes bytes
   * @param sentBytes bytes
   * @param packets received and sent, without those that were lost
   * @param lostPackets dropped or faulty, in both directions
   * @param bytesPerSecond what the link can carry in one direction
   */
  record NetworkTotals(
      String name,
      double receivedBytes,
      double sentBytes,
      double packets,
      double lostPackets,
      double bytesPerSecond) {}
}
