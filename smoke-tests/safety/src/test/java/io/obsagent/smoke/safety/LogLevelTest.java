// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import org.junit.jupiter.api.Test;

class LogLevelTest {
  @Test
  void theLogSaysWhatHasStartedAndAtDebugLevelHow() throws Exception {
    try (JavaProcess application =
        Launch.underAgent(
                Jdk.all().get(0),
                "-Dobs.log.level=debug",
                "-Dobs.traces.exporter=otlp",
                "-Dobs.exporter.otlp.endpoint=http://127.0.0.1:1")
            .with("-cp", PlainJar.path(), PlainJar.MAIN, "serve")
            .start()) {
      application.awaitErr(
          "INFO service '.*', options without a file, instrumentations on: \\d+ of \\d+;"
              + " traces to otlp http://127.0.0.1:1/v1/traces;"
              + " logs to otlp http://127.0.0.1:1/v1/logs;"
              + " metrics to otlp http://127.0.0.1:1/v1/metrics");
      application.awaitErr("DEBUG traces.exporter = otlp, of -Dobs.traces.exporter");
      application.awaitErr("DEBUG instrumentation jdbc is ON");
      application.awaitErr("DEBUG start, services: \\d+ ms");
    }
  }
}
