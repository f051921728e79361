// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static io.obsagent.core.operation.LocalOperation.isWatched;

import io.obsagent.core.jvm.AgentThreads;
import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.core.propagation.CorrelationIds;
import io.obsagent.core.propagation.Propagation;
import io.obsagent.core.propagation.PropagationOptions;
import io.obsagent.core.span.JoinedSpan;
import io.obsagent.core.span.LocalRoot;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.NanoClock;
import io.obsagent.core.span.RemoteParent;
import io.obsagent.core.span.SpanFacts;
import io.obsagent.core.span.SpanSink;
import io.obsagent.core.span.Tracer;
import io.obsagent.core.sql.SqlStatements;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import io.obsagent.spi.extension.SpanListener;
import io.obsagent.spi.telemetry.ApplicationTracing;
import io.obsagent.spi.telemetry.DbCalls;
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
import io.obsagent.spi.telemetry.McpOperation;
import io.obsagent.spi.telemetry.McpRequest;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.MessagingOperation;
import io.obsagent.spi.telemetry.RpcCall;
import io.obsagent.spi.telemetry.RpcOperation;
import io.obsagent.spi.telemetry.SqlDialect;
import io.obsagent.spi.telemetry.TelemetryProvider;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkKind;
import io.obsagent.spi.telemetry.WorkOperation;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts operations. Each is two objects, the operation (which is its own {@link Context}) and its
 * span; a trace's first has a {@link LocalRoot} besides.
 *
 * <pre>
 * HttpServerOperation ──► LocalSpan ──► LocalRoot (ids, decision, correlation id, clock anchor)
 *        ▲ facts              │ end
 *        └────────────────────▼
 *                  histogram cell, then SpanSink
 * </pre>
 */
public final class CoreTelemetry implements TelemetryProvider {
  final NanoClock clock;
  final OperationMetrics metrics;
  final Propagation propagation;
  final CorrelationIds correlationIds;
  final UrlRedaction redaction;
  final ModelCosts costs;

  /** Whether what is said to models is kept. */
  public final KeptContent content;

  final boolean olderAiNames;
  private final MetricRegistry registry;
  private final Tracer tracer;
  private final SpanSink sink;
  final StatementCalls calls;
  private final SqlStatements statements;
  private final MessagingOperation.Relation relation;
  final LaterMetrics later;

  public CoreTelemetry(Config config, SpanSink sink) {
    this(config, sink, NanoClock.SYSTEM);
  }

  public CoreTelemetry(Config config, SpanSink sink, NanoClock clock) {
    this.clock = clock;
    this.sink = sink;
    this.registry = new MetricRegistry(config);
    this.metrics = new OperationMetrics(registry);
    this.tracer = new Tracer(config, sink, registry, clock);
    this.propagation = new Propagation(config.get(PropagationOptions.FORMATS));
    this.correlationIds = new CorrelationIds(config.get(PropagationOptions.CORRELATION_HEADERS));
    this.redaction = new UrlRedaction(config.get(TelemetryOptions.REDACTED_PARAMETERS));
    this.relation = TelemetryOptions.relation(config);
    this.costs = new ModelCosts(registry, config, clock);
    this.content = new KeptContent(config, registry, sink);
    this.olderAiNames = ModelOptions.OLDER.equals(config.get(ModelOptions.CONVENTIONS));
    this.later = new LaterMetrics(registry, olderAiNames);
    this.calls = new StatementCalls(config);
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
    String correlationId = Incoming.correlationId(this, reader, request, baggage);
    String path = reader.path(request);
    Attributes known =
        tracer.asksExtension() ? ServerOperation.known(reader, request, path) : Attributes.empty();
    LocalRoot root = tracer.newRoot(parent, WorkKind.HTTP_SERVER, path, correlationId, known, now);
    Context base = Incoming.base(baggage);
    long parentId = parent == null ? 0 : parent.spanId();
    return started(new ServerOperation(this, root, parentId, base, now, reader, request, path));
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
    return isWatched(current, enclosing, WorkKind.HTTP_CLIENT)
        ? started(new ClientOperation(this, current, enclosing, reader, request), current)
        : null;
  }

  @Override
  public boolean tellsRedisKeys() {
    return calls.redisKeys != null;
  }

  @Override
  public @Nullable DbOperation startDb(DbTarget target, DbStatement statement, int batchSize) {
    Context current = Context.current();
    LocalSpan enclosing = LocalSpan.of(current);
    if (!isWatched(current, enclosing, WorkKind.DATABASE)) {
      return null;
    }
    return UnreadDatabaseCall.suffices(enclosing)
        ? new UnreadDatabaseCall(this, current, target, statement)
        : started(
            new DatabaseOperation(this, current, enclosing, target, statement, batchSize), current);
  }

  @Override
  public List<DbCalls> databaseCalls() {
    return calls.snapshot();
  }

  @Override
  public @Nullable GenAiOperation startGenAi(GenAiRequest request) {
    Context current = Context.current();
    LocalSpan enclosing = LocalSpan.of(current);
    if (isWatched(current, enclosing, request.task().kind().work())) {
      return started(new ModelOperation(this, current, enclosing, request), current);
    }
    ModelOperation outer = enclosing == null ? null : enclosing.running(ModelOperation.class);
    if (outer == null || AgentThreads.isCurrent()) {
      return null;
    }
    return outer.isOfAnother(request)
        ? started(new ModelOperation(this, current, enclosing, request), current)
        : outer.join(request);
  }

  @Override
  public @Nullable String refuseGenAi(GenAiRequest request) {
    boolean asks = costs.mayRefuse() && !AgentThreads.isCurrent();
    return asks ? costs.refusal(request, LocalSpan.of(Context.current())) : null;
  }

  @Override
  public @Nullable GenAiOperation currentGenAi() {
    LocalSpan span = LocalSpan.of(Context.current());
    return span == null ? null : span.running(GenAiOperation.class);
  }

  /** Shows the operation to extensions, if there are any, once it knows what it begins with. */
  <O extends LocalOperation> O started(O operation, Context parent) {
    SpanListener listener = tracer.listener();
    if (listener != null && operation.localSpan().recording()) {
      listener.onStart(parent, operation.localSpan());
    }
    return operation;
  }

  private <O extends LocalOperation> O started(O operation) {
    return started(operation, operation.base());
  }

  /** Where spans start. */
  public Tracer tracer() {
    return tracer;
  }

  /**
   * A child of the enclosing span; without one, of another tracer's span, or a root. One that has
   * ended long ago gets no more children, but links.
   *
   * @param epochNanos when it began, or 0 for now
   */
  LocalSpan span(
      WorkKind kind,
      SpanFacts facts,
      Context current,
      @Nullable LocalSpan enclosing,
      long epochNanos) {
    long now = clock.nanoTime();
    if (enclosing != null && enclosing.outlived()) {
      return rootSpan(kind, facts, null, null).addLink(enclosing, Attributes.empty());
    }
    if (enclosing != null) {
      JoinedSpan joined = JoinedSpan.in(current, enclosing);
      long parentId = joined == null ? enclosing.spanId() : joined.spanId();
      LocalRoot root = enclosing.root();
      return new LocalSpan(root, kind, facts, parentId, enclosing, root.nanoTime(epochNanos, now));
    }
    RemoteParent foreign = Tracer.foreignParent(current);
    LocalRoot root = tracer.newRoot(foreign, kind, null, null, Attributes.empty(), now);
    long parentId = foreign == null ? 0 : foreign.spanId();
    return new LocalSpan(root, kind, facts, parentId, null, root.nanoTime(epochNanos, now));
  }

  @Override
  public void submit(FinishedSpan span) {
    sink.accept(span);
  }

  @Override
  public boolean submit(FinishedLog log) {
    return sink.accept(log);
  }

  @Override
  public void addSpanConsumer(String name, SpanExporter consumer) {
    sink.add(name, consumer);
  }

  @Override
  public ApplicationTracing applicationTracing() {
    return new ApplicationBridge(this);
  }

  @Override
  public @Nullable WorkOperation startWork(Work work, boolean root, List<SpanContext> links) {
    Context current = root ? Context.root() : Context.current();
    LocalSpan enclosing = LocalSpan.of(current);
    return isWatched(current, enclosing, work.kind())
        ? started(new GenericOperation(this, current, enclosing, work, links), current)
        : null;
  }

  @Override
  public @Nullable MessagingOperation startSend(MessageTarget target, int messages) {
    Context current = Context.current();
    return isWatched(current, LocalSpan.of(current), WorkKind.MESSAGE_SEND)
        ? started(MessageOperation.send(this, current, target, messages), current)
        : null;
  }

  @Override
  public <M> @Nullable MessagingOperation startPassingOn(
      MessageTarget target, TextMapGetter<M> reader, M received) {
    return Context.current() == Context.root() && !AgentThreads.isCurrent()
        ? started(MessageOperation.passOn(this, target, reader, received))
        : startSend(target, 1);
  }

  @Override
  public <M> @Nullable MessagingOperation startProcess(
      MessageTarget target,
      MessagingOperation.Relation relation,
      TextMapGetter<M> reader,
      List<M> messages) {
    Context current = Context.current();
    return isWatched(current, LocalSpan.of(current), WorkKind.MESSAGE_PROCESS)
        ? started(MessageOperation.process(this, target, relation, reader, messages))
        : null;
  }

  @Override
  public <M> @Nullable MessagingOperation startReceive(
      MessageTarget target, TextMapGetter<M> reader, M message) {
    Context current = Context.current();
    LocalSpan enclosing = LocalSpan.of(current);
    return isWatched(current, enclosing, WorkKind.MESSAGE_RECEIVE)
        ? started(
            MessageOperation.receive(this, current, enclosing, target, reader, message), current)
        : null;
  }

  @Override
  public MessagingOperation.Relation relation() {
    return relation;
  }

  @Override
  public @Nullable MessagingOperation currentProcess() {
    LocalSpan span = LocalSpan.of(Context.current());
    MessageOperation operation = span == null ? null : span.running(MessageOperation.class);
    return operation == null || !operation.processes() ? null : operation;
  }

  @Override
  public @Nullable RpcOperation startRpcClient(RpcCall call, WorkKind kind) {
    Context current = Context.current();
    LocalSpan enclosing = LocalSpan.of(current);
    return isWatched(current, enclosing, kind)
        ? started(RemoteCallOperation.client(this, kind, current, enclosing, call), current)
        : null;
  }

  @Override
  public <Q> @Nullable RpcOperation startRpcServer(
      RpcCall call, TextMapGetter<Q> reader, Q request) {
    return AgentThreads.isCurrent()
        ? null
        : started(RemoteCallOperation.server(this, Incoming.of(this, reader, request), call));
  }

  @Override
  public @Nullable McpOperation startMcpClient(McpRequest request) {
    Context current = Context.current();
    LocalSpan enclosing = LocalSpan.of(current);
    if (!isWatched(current, enclosing, McpCall.CLIENT)) {
      return null;
    }
    McpOperation ofTool = ToolOverMcp.within(enclosing, current, request);
    return ofTool == null
        ? started(McpCall.client(this, current, enclosing, request), current)
        : ofTool;
  }

  @Override
  public <C> @Nullable McpOperation startMcpServer(
      McpRequest request, TextMapGetter<C> reader, C meta) {
    if (AgentThreads.isCurrent()) {
      return null;
    }
    Context current = Context.current();
    Incoming incoming = Incoming.of(this, reader, meta);
    return started(
        McpCall.server(this, current, LocalSpan.of(current), incoming, request), current);
  }

  /** A local root that continues what came in, or begins a trace. */
  LocalSpan rootSpan(
      WorkKind kind,
      SpanFacts facts,
      @Nullable RemoteParent parent,
      @Nullable String correlationId) {
    long now = clock.nanoTime();
    LocalRoot root = tracer.newRoot(parent, kind, null, correlationId, Attributes.empty(), now);
    return new LocalSpan(root, kind, facts, parent == null ? 0 : parent.spanId(), null, now);
  }

  @Override
  public DbStatement analyseSql(String sql, boolean parameterised, SqlDialect dialect) {
    return statements.analyse(sql, parameterised, dialect);
  }

  @Override
  public @Nullable LogFields logFields() {
    LocalSpan span = LocalSpan.of(Context.current());
    return span == null || span.outlived() ? null : span.logFields();
  }

  @Override
  public MetricRegistry metrics() {
    return registry;
  }
}
