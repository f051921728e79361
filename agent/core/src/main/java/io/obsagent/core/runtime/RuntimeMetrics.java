// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricSource;
import java.io.File;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JVM, process and host, in one snapshot: from extensions, /proc and the JDK. Management beans are
 * first touched by the first snapshot, so that making this costs nothing while the application
 * starts. Thread-safe.
 */
public final class RuntimeMetrics implements MetricSource {
  private final ProcFiles files;
  private @Nullable Parts parts;

  public RuntimeMetrics() {
    this(new ProcFiles(new File("/")));
  }

  RuntimeMetrics(ProcFiles files) {
    this.files = files;
  }

  private record Parts(JvmMetrics jvm, ProcessMetrics process, HostMetrics host) {
    static Parts of(ProcFiles files) {
      Cgroup cgroup = new Cgroup(files);
      JdkReader jdk = new JdkReader();
      HostReaders reader = HostReaders.of(files, RuntimeMetrics.class.getClassLoader(), jdk);
      return new Parts(
          new JvmMetrics(),
          new ProcessMetrics(reader, cgroup),
          new HostMetrics(files, cgroup, reader, jdk));
    }
  }

  @Override
  public synchronized List<MetricFamily> collect() {
    Parts now = parts;
    if (now == null) {
      now = Parts.of(files);
      parts = now;
    }
    Families families = new Families();
    now.jvm().collect(families);
    now.process().collect(families);
    now.host().collect(families, System.nanoTime());
    return families.list();
  }
}
