// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import io.obsagent.spi.metrics.SemconvName;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The label of a memory pool; the conventions want its type besides. */
enum MemoryPoolAttribute implements SemconvName.Attribute {
  INSTANCE;

  @Override
  public void write(String value, BiConsumer<String, Object> sink) {
    sink.accept("jvm.memory.pool.name", value);
    String type = Types.BY_POOL.get(value);
    if (type != null) {
      sink.accept("jvm.memory.type", type);
    }
  }

  /** Asked of the JVM when the first pool is named: pools do not change while it runs. */
  private static final class Types {
    static final Map<String, String> BY_POOL = new HashMap<>();

    static {
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        BY_POOL.put(pool.getName(), pool.getType() == MemoryType.HEAP ? "heap" : "non_heap");
      }
    }
  }
}
