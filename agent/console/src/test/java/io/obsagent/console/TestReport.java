// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.diagnostics.AgentReport;
import java.util.List;

/** A report with one of everything. */
final class TestReport implements AgentReport {
  volatile State state = State.RUNNING;

  @Override
  public void watch(boolean on) {
    state = on ? State.RUNNING : State.OFF;
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot(
        "1.2.3",
        state,
        "shop <b>",
        1000,
        61_500,
        List.of(
            new OptionValue("server.token", "********", "environment", "OBS_X", "Token.", false)),
        List.of(new ModuleState("jedis", "4.0", ModuleStatus.INCOMPATIBLE, "no method x", 0, 2)),
        17,
        List.of(new Count("jedis", "LinkageError", 2)),
        List.of(new Count("spans", "queue_full", 5)),
        List.of(new Phase("premain", 12.34)),
        List.of("Jetty server"),
        List.of("obs-agent.yaml:1: unknown option 'x'"),
        List.of(new Part("export-otlp", PartState.FAILING, 3, "OutOfMemoryError", 1_000)),
        List.of(new Exporter("otlp", "traces", "http://c:4318", 2_000, 1_000, "refused", 3, 4)));
  }
}
