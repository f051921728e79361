// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing.exporter;

import io.obsagent.spi.telemetry.DbCalls;
import io.obsagent.spi.telemetry.Telemetry;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What the agent keeps of SQL statements. */
final class StatementTotals {
  /** Key of a {@code Supplier<Map<String, long[]>>} among the system properties. */
  private static final String STATEMENTS = "obs.testing.statements";

  private StatementTotals() {}

  static void install() {
    Supplier<Map<String, long[]>> totals = StatementTotals::read;
    System.getProperties().put(STATEMENTS, totals);
  }

  private static synchronized Map<String, long[]> read() {
    Map<String, long[]> totals = new TreeMap<>();
    for (DbCalls each : Telemetry.provider().databaseCalls()) {
      totals.put(
          String.valueOf(each.statement().text()),
          new long[] {
            each.calls(), each.results().rows(), each.results().large(), each.unbounded().calls()
          });
    }
    return totals;
  }
}
