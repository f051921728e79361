// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Other agents, from Maven Central, told to send each span of theirs and nothing but spans. */
enum Peers {
  OPENTELEMETRY(
      "io.opentelemetry.javaagent:opentelemetry-javaagent:2.33.1",
      "-Dotel.traces.sampler=always_off",
      "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:PORT",
      "-Dotel.exporter.otlp.protocol=http/protobuf",
      "-Dotel.bsp.schedule.delay=200",
      "-Dotel.bsp.max.queue.size=16384",
      "-Dotel.metrics.exporter=none",
      "-Dotel.logs.exporter=none"),
  ELASTIC(
      "co.elastic.apm:elastic-apm-agent:1.55.1",
      "-Delastic.apm.transaction_sample_rate=0",
      "-Delastic.apm.server_url=http://127.0.0.1:PORT",
      "-Delastic.apm.service_name=bench",
      "-Delastic.apm.api_request_time=200ms",
      "-Delastic.apm.max_queue_size=16384",
      "-Delastic.apm.metrics_interval=0s",
      "-Delastic.apm.span_compression_enabled=false",
      "-Delastic.apm.central_config=false",
      "-Delastic.apm.cloud_provider=NONE"),
  DATADOG(
      "com.datadoghq:dd-java-agent:1.68.1",
      "-Ddd.trace.sample.rate=0",
      "-Ddd.agent.host=127.0.0.1",
      "-Ddd.trace.agent.port=PORT",
      "-Ddd.trace.agent.v0.5.enabled=false",
      "-Ddd.jmxfetch.enabled=false",
      "-Ddd.instrumentation.telemetry.enabled=false",
      "-Ddd.remote_config.enabled=false",
      "-Ddd.trace.health.metrics.enabled=false");

  private final String coordinates;
  private final String none;
  private final List<String> options;

  Peers(String coordinates, String none, String... options) {
    this.coordinates = coordinates;
    this.none = none;
    this.options = List.of(options);
  }

  /** Fetches the agent with Maven unless it is there. */
  Contestant contestant(Path root, Path directory) throws IOException, InterruptedException {
    String[] parts = coordinates.split(":");
    Path jar = directory.resolve(parts[1] + "-" + parts[2] + ".jar");
    if (!Files.exists(jar)) {
      int exit =
          new ProcessBuilder(
                  "mvn",
                  "-q",
                  "dependency:copy",
                  "-N",
                  "-Dartifact=" + coordinates,
                  "-DoutputDirectory=" + directory)
              .directory(root.toFile())
              .inheritIO()
              .start()
              .waitFor();
      if (exit != 0) {
        throw new IOException(coordinates + " was not copied to " + directory + "; see above");
      }
    }
    return new Contestant(parts[1] + " " + parts[2], jar, options, none);
  }
}
