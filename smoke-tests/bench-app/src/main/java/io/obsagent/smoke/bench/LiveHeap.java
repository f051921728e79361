// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** What is alive on the heap, object by object: what a collector says it uses has gaps in it. */
final class LiveHeap {
  private LiveHeap() {}

  /** Collects, and counts the bytes of all objects that are left. */
  static long bytes() throws JMException {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    // Its last line: Total, instances, bytes.
    String[] total = histogram.substring(histogram.lastIndexOf("Total")).strip().split("\\s+");
    return Long.parseLong(total[2]);
  }
}
