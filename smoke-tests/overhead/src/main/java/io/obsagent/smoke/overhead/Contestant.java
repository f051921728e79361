// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to measure.
 *
 * @param jar the agent, null for none
 * @param options JVM options; {@code PORT} in them stands for the port of its sink
 * @param none the option that makes it keep no trace, or empty
 */
record Contestant(String name, @Nullable Path jar, List<String> options, String none) {
  static final Contestant NONE = new Contestant("no agent", null, List.of(), "");

  /** Reads {@code name=jar[,-Doption…]}. */
  static Contestant parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("--agent " + text + ": give name=jar[,-Doption...]");
    }
    String[] parts = text.substring(equals + 1).split(",");
    Path jar = Path.of(parts[0]);
    if (!Files.isReadable(jar)) {
      throw new IllegalArgumentException("--agent " + text + ": no file " + jar);
    }
    return new Contestant(
        text.substring(0, equals), jar, List.of(parts).subList(1, parts.length), "");
  }

  /** Ours, exporting spans over OTLP, and nothing but spans. */
  static Contestant ours(Path jar) {
    return new Contestant(
        "obs-agent",
        jar,
        List.of(
            "-Dobs.traces.exporter=otlp",
            "-Dobs.exporter.otlp.endpoint=http://127.0.0.1:PORT",
            "-Dobs.metrics.exporter=none",
            "-Dobs.server.port=0"),
        "-Dobs.sampling.sampler=never");
  }

  /** The same, told to keep no trace. */
  Contestant keepingNone() {
    List<String> all = new ArrayList<>(options);
    if (!none.isEmpty()) {
      all.add(none);
    }
    return new Contestant(name, jar, all, none);
  }

  List<String> jvmOptions(int sinkPort) {
    List<String> all = new ArrayList<>();
    if (jar != null) {
      all.add("-javaagent:" + jar);
    }
    options.forEach(option -> all.add(option.replace("PORT", Integer.toString(sinkPort))));
    return all;
  }

  long jarBytes() throws IOException {
    return jar == null ? 0 : Files.size(jar);
  }
}
