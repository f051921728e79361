// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import io.obsagent.bootstrap.ObsAgent;
import io.obsagent.spi.host.HostReader;
import io.obsagent.spi.log.AgentLog;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Asks several readers one after the other; the first that knows counts. One that throws is left
 * out from then on. Not thread-safe.
 */
final class HostReaders implements HostReader {
  private final List<HostReader> readers;

  HostReaders(List<HostReader> readers) {
    this.readers = new ArrayList<>(readers);
  }

  /**
   * What is in extensions, as they were named to be used; then {@code /proc}; then the JDK. Without
   * extensions nothing is looked for.
   */
  static HostReaders of(ProcFiles files, ClassLoader loader, JdkReader jdk) {
    List<HostReader> readers = new ArrayList<>();
    if (!ObsAgent.extensions().isEmpty()) {
      try {
        ServiceLoader.load(HostReader.class, loader).forEach(readers::add);
      } catch (Throwable e) {
        AgentLog.warn("obs.extensions: a reader of the host cannot be made, it is left out: " + e);
      }
    }
    readers.add(new ProcReader(files));
    readers.add(jdk);
    return new HostReaders(readers);
  }

  @Override
  public Memory memory() {
    return first(HostReader::memory, memory -> !Double.isNaN(memory.totalBytes()), Memory.UNKNOWN);
  }

  @Override
  public ProcessMemory processMemory() {
    return first(
        HostReader::processMemory,
        memory -> !Double.isNaN(memory.residentBytes()),
        ProcessMemory.UNKNOWN);
  }

  @Override
  public List<DiskTotals> disks() {
    return first(HostReader::disks, disks -> !disks.isEmpty(), List.of());
  }

  @Override
  public List<NetworkTotals> networks() {
    return first(HostReader::networks, networks -> !networks.isEmpty(), List.of());
  }

  /** What the first that knows says; if none does, what the last says, which may be a part. */
  private <T> T first(Function<HostReader, T> question, Predicate<T> known, T unknown) {
    T answer = unknown;
    for (HostReader reader : List.copyOf(readers)) {
      try {
        answer = question.apply(reader);
        if (known.test(answer)) {
          return answer;
        }
      } catch (Throwable e) {
        // A native library may be missing, which is an Error.
        readers.remove(reader);
        String name = reader.getClass().getName();
        AgentLog.warn(name + " cannot read the host and is left out: " + e);
      }
    }
    return answer;
  }
}
