// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;

/**
 * Without the agent the JIT's code for a method with calls of the API is that for the same method
 * without them. How long it is, which Flight Recorder tells, is the same on the busiest machine;
 * {@code smoke-tests/own-numbers/run api} measures time.
 */
class InlinedAwayTest {
  private static final int C2 = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Counter COUNTER = Obs.counter("orders_total", "kind");
  private static final Gauge GAUGE = Obs.gauge("carts_open");
  private static final Histogram HISTOGRAM = Obs.histogram("import_seconds");
  private static final Map<String, Object> ATTRIBUTES = Map.of("kind", "web");

  /** One method each, in a class of its own: whoever calls them all can inline none. */
  private enum Work {
    PLAIN {
      @Override
      long on(long seed) {
        return seed * 31 + 7;
      }
    },
    COUNTER_ADD {
      @Override
      long on(long seed) {
        COUNTER.add(1, "web");
        return seed * 31 + 7;
      }
    },
    GAUGE_SET {
      @Override
      long on(long seed) {
        GAUGE.set(seed);
        return seed * 31 + 7;
      }
    },
    HISTOGRAM_RECORD {
      @Override
      long on(long seed) {
        HISTOGRAM.record(0.5);
        return seed * 31 + 7;
      }
    },
    EVENT {
      @Override
      long on(long seed) {
        Obs.event("order_placed", ATTRIBUTES);
        return seed * 31 + 7;
      }
    },
    SPAN {
      @Override
      long on(long seed) {
        try (Span span = Obs.span("render")) {
          span.attribute("rows", seed);
          return seed * 31 + 7;
        }
      }
    },
    TRACK {
      @Override
      long on(long seed) {
        try (Tracked tracked = Obs.track("checkout", ATTRIBUTES)) {
          tracked.attribute("items", seed).attribute("kind", "web");
          tracked.success();
          return seed * 31 + 7;
        }
      }
    };

    abstract long on(long seed);
  }

  /** Bytes of code that C2 has made, by the name of the class. */
  private final Map<String, Long> sizes = new ConcurrentHashMap<>();

  private long sum;

  @Test
  void nothingIsLeftOfTheCalls() {
    try (RecordingStream recording = new RecordingStream()) {
      recording.enable("jdk.Compilation").withThreshold(Duration.ZERO);
      recording.onEvent("jdk.Compilation", this::compiled);
      recording.startAsync();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (sizes.size() < Work.values().length) {
        assertThat(System.nanoTime() - deadline).as("compiled: %s", sizes).isNegative();
        for (Work work : Work.values()) {
          for (int i = 0; i < 20_000; i++) {
            sum = work.on(sum);
          }
        }
      }
    }
    System.out.println("[inlined] bytes of code: " + sizes);
    assertThat(sizes.values()).hasSize(7).containsOnly(sizes.get(Work.PLAIN.getClass().getName()));
  }

  private void compiled(RecordedEvent event) {
    RecordedMethod method = event.getValue("method");
    String type = method.getType().getName();
    boolean whole = !event.getBoolean("isOsr") && event.getInt("compileLevel") == C2;
    if (whole && method.getName().equals("on") && type.startsWith(Work.class.getName())) {
      sizes.put(type, event.getLong("codeSize"));
    }
  }
}
