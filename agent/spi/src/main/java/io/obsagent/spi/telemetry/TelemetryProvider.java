// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import io.obsagent.spi.metrics.Metrics;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agent's side of this package, installed once by core. Its methods neither block nor throw.
 */
public interface TelemetryProvider {
  <Q> @Nullable HttpServerOperation startHttpServer(HttpServerAdapter<Q, ?> adapter, Q request);

  @Nullable HttpServerOperation currentHttpServer();

  <Q> @Nullable HttpClientOperation startHttpClient(HttpClientRequest<Q> reader, Q request);

  @Nullable DbOperation startDb(DbTarget target, DbStatement statement, int batchSize);

  @Nullable GenAiOperation startGenAi(GenAiRequest request);

  @Nullable GenAiOperation currentGenAi();

  @Nullable String refuseGenAi(GenAiRequest request);

  @Nullable WorkOperation startWork(Work work, boolean root, List<SpanContext> links);

  @Nullable MessagingOperation startSend(MessageTarget target, int messages);

  <M> @Nullable MessagingOperation startPassingOn(
      MessageTarget target, TextMapGetter<M> reader, M received);

  <M> @Nullable MessagingOperation startProcess(
      MessageTarget target,
      MessagingOperation.Relation relation,
      TextMapGetter<M> reader,
      List<M> messages);

  <M> @Nullable MessagingOperation startReceive(
      MessageTarget target, TextMapGetter<M> reader, M message);

  MessagingOperation.Relation relation();

  @Nullable MessagingOperation currentProcess();

  @Nullable RpcOperation startRpcClient(RpcCall call, WorkKind kind);

  <Q> @Nullable RpcOperation startRpcServer(RpcCall call, TextMapGetter<Q> reader, Q request);

  @Nullable McpOperation startMcpClient(McpRequest request);

  <C> @Nullable McpOperation startMcpServer(McpRequest request, TextMapGetter<C> reader, C meta);

  DbStatement analyseSql(String sql, boolean parameterised, SqlDialect dialect);

  /** Whether spans of Redis tell keys, as they are or hashed. */
  default boolean tellsRedisKeys() {
    return false;
  }

  /**
   * What the calls of SQL statements have added up to, of as many as are kept; for agent threads.
   */
  default List<DbCalls> databaseCalls() {
    return List.of();
  }

  /** Hands on a span that ended elsewhere, as one that has ended here. */
  default void submit(FinishedSpan span) {}

  /**
   * Gives finished spans to one more that takes them, as an exporter does: with a queue and an
   * agent thread of its own. To be called before the exporters start, as a service starts; later it
   * is closed at once.
   *
   * @param name a constant, as that of an exporter
   */
  default void addSpanConsumer(String name, SpanExporter consumer) {}

  /**
   * Hands a log record, which is redacted and bounded, to the exporters of logs.
   *
   * @return false if each of them had to let one go, as its queue is full
   */
  default boolean submit(FinishedLog log) {
    return true;
  }

  @Nullable LogFields logFields();

  ApplicationTracing applicationTracing();

  Metrics metrics();
}
