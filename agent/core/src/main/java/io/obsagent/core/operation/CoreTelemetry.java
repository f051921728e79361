// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.jvm.AgentThreads;
import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.core.propagation.CorrelationIds;
import io.obsagent.core.propagation.Propagation;
import io.obsagent.core.propagation.PropagationOptions;
import io.obsagent.core.span.Category;
import io.obsagent.core.span.LocalRoot;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.NanoClock;
import io.obsagent.core.span.RemoteParent;
import io.obsagent.core.span.SpanFacts;
import io.obsagent.core.span.SpanSink;
import io.obsagent.core.span.Tracer;
import io.obsagent.core.sql.SqlStatements;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpClientRequest;
import io.obsagent.spi.telemetry.HttpServerAdapter;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.LogFields;
import io.obsagent.spi.telemetry.TelemetryProvider;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Starts operations. Each is two objects, the operation (which is its own {@link Context}) and its
 * span; a trace's first has a {@link LocalRoot} besides.
 *
 * <pre>
 * HttpServerOperation ──► LocalSpan ──► LocalRoot (ids, decision, correlation id, clock anchor)
 *        ▲ facts              │ end
 *        └────────────────────┤
 *                             ▼
 *                  histogram cell, then SpanSink
 * </pre>
 */
public final class CoreTelemetry implements TelemetryProvider {
  /** Bound of names and words that come from outside. */
  static final int MAX_NAME = 128;

  final NanoClock clock;
  final OperationMetrics metrics;
  final Propagation propagation;
  final CorrelationIds correlationIds;
  final UrlRedaction redaction;
  private final MetricRegistry registry;
  private final Tracer tracer;
  private final SqlStatements statements;

  public CoreTelemetry(Config config, SpanSink sink) {
    this(config, sink, NanoClock.SYSTEM);
  }

  public CoreTelemetry(Config config, SpanSink sink, NanoClock clock) {
    this.clock = clock;
    this.registry = new MetricRegistry(config);
    this.metrics = new OperationMetrics(registry);
    this.tracer = new Tracer(config, sink, registry, clock);
    this.propagation = new Propagation(config.get(PropagationOptions.FORMATS));
    this.correlationIds = new CorrelationIds(config.get(PropagationOptions.CORRELATION_HEADERS));
    this.redaction = new UrlRedaction(config.get(TelemetryOptions.REDACTED_PARAMETERS));
    this.statements = new SqlStatements("always".equals(config.get(TelemetryOptions.SQL_SANITIZE)));
  }

  @Override
  public <Q> @Nullable HttpServerOperation startHttpServer(
      HttpServerAdapter<Q, ?> reader, Q request) {
    if (AgentThreads.isCurrent()) {
      return null;
    }
    long now = clock.nanoTime();
    RemoteParent parent = propagation.extract(request, reader);
    Baggage baggage = propagation.extractBaggage(request, reader);
    String correlationId = correlationIds.read(request, reader);
    if (correlationId == null && baggage != null) {
      String carried = baggage.getEntryValue(CorrelationIds.BAGGAGE_KEY);
      correlationId = carried != null && CorrelationIds.isValid(carried) ? carried : null;
    }
    String path = reader.path(request);
    LocalRoot root = tracer.newRoot(parent, path, correlationId, now);
    Context base = baggage == null ? Context.root() : Context.root().with(baggage);
    long parentId = parent == null ? 0 : parent.spanId();
    return new ServerOperation(this, root, parentId, base, now, reader, request, path);
  }

  @Override
  public @Nullable HttpServerOperation currentHttpServer() {
    LocalSpan span = LocalSpan.of(Context.current());
    return span == null ? null : span.root().server();
  }

  @Override
  public <Q> @Nullable HttpClientOperation startHttpClient(HttpClientRequest<Q> reader, Q request) {
    Context current = Context.current();
    LocalSpan enclosing = LocalSpan.of(current);
    return isWatched(enclosing, Category.HTTP_CLIENT)
        ? new ClientOperation(this, current, enclosing, reader, request)
        : null;
  }

  @Override
  public @Nullable DbOperation startDb(DbTarget target, DbStatement statement, int batchSize) {
    Context current = Context.current();
    LocalSpan enclosing = LocalSpan.of(current);
    return isWatched(enclosing, Category.DATABASE)
        ? new DatabaseOperation(this, current, enclosing, target, statement, batchSize)
        : null;
  }

  @Override
  public @Nullable GenAiOperation startGenAi(GenAiRequest request) {
    Context current = Context.current();
    LocalSpan enclosing = LocalSpan.of(current);
    return isWatched(enclosing, Category.GEN_AI)
        ? new ModelOperation(this, current, enclosing, request)
        : null;
  }

  private static boolean isWatched(@Nullable LocalSpan enclosing, Category category) {
    return !AgentThreads.isCurrent() && (enclosing == null || !enclosing.isWithin(category));
  }

  /** A child of the enclosing span; without one, of another tracer's span, or a root. */
  LocalSpan span(
      Category category, SpanFacts facts, Context current, @Nullable LocalSpan enclosing) {
    long now = clock.nanoTime();
    if (enclosing != null) {
      return new LocalSpan(enclosing.root(), category, facts, enclosing.spanId(), enclosing, now);
    }
    RemoteParent foreign = Tracer.foreignParent(current);
    LocalRoot root = tracer.newRoot(foreign, null, null, now);
    return new LocalSpan(root, category, facts, foreign == null ? 0 : foreign.spanId(), null, now);
  }

  @Override
  public DbStatement analyseSql(String sql, boolean parameterised, boolean quotedText) {
    return statements.analyse(sql, parameterised, quotedText);
  }

  @Override
  public @Nullable LogFields logFields() {
    LocalSpan span = LocalSpan.of(Context.current());
    return span == null ? null : span.logFields();
  }

  @Override
  public MetricRegistry metrics() {
    return registry;
  }
}
