// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.insight.api.Answers;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.telemetry.DbPools;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /monitoring/database/pools}: the pools as they are now, and who holds on to them. */
final class PoolReport {
  private static final int MAX_SUSPECTS = 100;

  private PoolReport() {}

  /**
   * @param held null where nobody looks at what is held
   */
  static Response answer(List<DbPools.Pool> pools, @Nullable HeldConnections held) {
    return Answers.success(out -> write(out.object(), pools, held));
  }

  private static void write(
      JsonWriter out, List<DbPools.Pool> pools, @Nullable HeldConnections held) {
    out.name("pools").array();
    for (DbPools.Pool pool : pools) {
      double[] gauges = pool.gauges();
      if (gauges != null) {
        out.object().field("pool", pool.name()).field("database", pool.database());
        out.field("active", gauges[0]).field("idle", gauges[1]);
        out.field("max", gauges[2]).field("pending", gauges[3]).end();
      }
    }
    out.end().field("watched", held != null).name("leak_suspects").array();
    List<HeldConnections.Held> suspects = held == null ? List.of() : held.suspects();
    for (HeldConnections.Held each : suspects.subList(0, Math.min(MAX_SUSPECTS, suspects.size()))) {
      out.object().field("pool", each.pool).field("database", each.database);
      out.field("thread", each.thread);
      out.field("held_seconds", Math.round(each.seconds() * 10) / 10.0).name("stack");
      Answers.strings(out, each.stack());
      out.end();
    }
    out.end().field("omitted", Math.max(0, suspects.size() - MAX_SUSPECTS)).end();
  }
}
