// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.SpanSink;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.FinishedSpan.Event;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of AI calls is kept and asked for by the options as they are now. Thread-safe. */
public final class KeptContent {
  private final MetricRegistry registry;
  private final SpanSink sink;
  private volatile @Nullable ContentCapture now;
  private volatile boolean asksForUsage;

  KeptContent(Config config, MetricRegistry registry, SpanSink sink) {
    this.registry = registry;
    this.sink = sink;
    set(config);
    for (Option<?> option : ModelOptions.LIVE) {
      config.onChange(option, value -> set(config));
    }
  }

  /** Keeps what other options say, of calls from now on. */
  public void set(Config options) {
    now = ContentCapture.of(options);
    asksForUsage = options.get(ModelOptions.INCLUDE_USAGE);
  }

  /** Null where nothing is. */
  @Nullable ContentCapture now() {
    return now;
  }

  /** Whether providers are asked for the tokens of streams. */
  boolean asksForUsage() {
    return asksForUsage;
  }

  private boolean aliases(ModelAliases of) {
    ContentCapture capture = now;
    return capture != null && capture.aliases() && of.isCall();
  }

  /** Work has ended, and with it its span. */
  void ended(
      ModelAliases of,
      @Nullable ModelContent said,
      String status,
      GenAiUsage usage,
      LocalSpan span) {
    if (aliases(of)) {
      of.count(registry, status, usage);
    }
    FinishedLog log = said == null ? null : said.capture.log(said, of, span);
    if (log != null) {
      sink.accept(log);
    }
  }

  void describe(@Nullable ModelContent said, ModelAliases of, AttributeWriter writer) {
    if (aliases(of)) {
      of.describe(said, writer);
    }
    if (said != null) {
      said.capture.describe(said, of.isTool(), writer);
    }
  }

  List<Event> events(
      @Nullable ModelContent said,
      ModelAliases of,
      GenAiUsage usage,
      double seconds,
      long epochNanos) {
    Event kept = said == null ? null : said.capture.event(said, of.isTool(), epochNanos);
    if (!aliases(of)) {
      return kept == null ? List.of() : List.of(kept);
    }
    Event alias = of.event(usage, seconds, epochNanos);
    return kept == null ? List.of(alias) : List.of(kept, alias);
  }
}
