// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricSource;
import java.io.File;
import java.util.List;

/** JVM, process and host, in one snapshot. To be made on an agent thread. Thread-safe. */
public final class RuntimeMetrics implements MetricSource {
  private final JvmMetrics jvm = new JvmMetrics();
  private final ProcessMetrics process;
  private final HostMetrics host;

  public RuntimeMetrics() {
    this(new ProcFiles(new File("/")));
  }

  RuntimeMetrics(ProcFiles files) {
    Cgroup cgroup = new Cgroup(files);
    process = new ProcessMetrics(files, cgroup);
    host = new HostMetrics(files, cgroup);
  }

  @Override
  public synchronized List<MetricFamily> collect() {
    Families families = new Families();
    jvm.collect(families);
    process.collect(families);
    host.collect(families, System.nanoTime());
    return families.list();
  }
}
