// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.SpanInContext;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call to an AI model; what arrives with the answer may come from another thread. */
final class ModelOperation implements GenAiOperation, LocalOperation {
  private static final int MAX_FINISH_REASONS = 16;
  private static final GenAiUsage NO_USAGE = new GenAiUsage(-1, -1, -1, -1, -1);

  private final CoreTelemetry telemetry;
  private final LocalSpan span;
  private final Context base;
  private final GenAiRequest request;
  private GenAiUsage usage = NO_USAGE;
  private double firstChunkSeconds = Double.NaN;
  private @Nullable String responseId;
  private @Nullable String responseModel;
  private @Nullable List<String> finishReasons;
  private @Nullable String errorType;

  ModelOperation(
      CoreTelemetry telemetry,
      Context current,
      @Nullable LocalSpan enclosing,
      GenAiRequest request) {
    this.telemetry = telemetry;
    this.base = SpanInContext.baseOf(current);
    this.request = request;
    this.span = telemetry.span(WorkKind.GEN_AI, this, current, enclosing);
  }

  @Override
  public synchronized void chunk() {
    if (!span.ended() && Double.isNaN(firstChunkSeconds)) {
      firstChunkSeconds = (telemetry.clock.nanoTime() - span.startNanos()) / 1e9;
    }
  }

  @Override
  public synchronized void response(@Nullable String id, @Nullable String model) {
    if (!span.ended()) {
      responseId = id == null ? responseId : Bounds.cut(id, CoreTelemetry.MAX_NAME);
      responseModel = model == null ? responseModel : Bounds.cut(model, CoreTelemetry.MAX_NAME);
    }
  }

  @Override
  public synchronized void finishReason(String reason) {
    if (span.ended()) {
      return;
    }
    if (finishReasons == null) {
      finishReasons = new ArrayList<>(1);
    }
    if (finishReasons.size() < MAX_FINISH_REASONS) {
      finishReasons.add(Bounds.cut(reason, CoreTelemetry.MAX_NAME));
    }
  }

  @Override
  public synchronized void usage(GenAiUsage reported) {
    if (!span.ended()) {
      usage = reported;
    }
  }

  @Override
  public synchronized void complete(@Nullable Throwable error) {
    if (error != null) {
      errorType = error.getClass().getName();
      span.fail(error);
    }
    recordMetrics(error != null ? "error" : "success");
  }

  private void recordMetrics(String status) {
    OperationMetrics metrics = telemetry.metrics;
    String model = request.model();
    String provider = request.provider();
    metrics.aiRequests.labels(model, provider, status).add(1);
    metrics.aiDuration.labels(model, provider).record(span.seconds(), span, span.endNanos());
    if (!Double.isNaN(firstChunkSeconds)) {
      metrics.aiFirstChunk.labels(model, provider).record(firstChunkSeconds, span, span.endNanos());
    }
    if (usage != NO_USAGE) {
      countTokens("input", usage.input());
      countTokens("output", usage.output());
      countTokens("cache_read", usage.cacheRead());
      countTokens("cache_write", usage.cacheWrite());
      countTokens("reasoning", usage.reasoning());
    }
  }

  private void countTokens(String type, long tokens) {
    if (tokens > 0) {
      telemetry.metrics.aiTokens.labels(request.model(), request.provider(), type).add(tokens);
    }
  }

  @Override
  public String spanName() {
    return request.operation() + ' ' + Bounds.cut(request.model(), CoreTelemetry.MAX_NAME);
  }

  @Override
  public synchronized void describe(AttributeWriter writer) {
    writer.put(Attribute.AI_OPERATION, request.operation());
    writer.put(Attribute.AI_PROVIDER, request.provider());
    writer.put(Attribute.AI_REQUEST_MODEL, request.model());
    if (request.stream()) {
      writer.write(Attribute.AI_STREAM, true);
    }
    writer.put(Attribute.AI_MAX_TOKENS, request.maxTokens());
    writer.put(Attribute.AI_TEMPERATURE, request.temperature());
    writer.put(Attribute.AI_TOP_P, request.topP());
    writer.put(Attribute.SERVER_ADDRESS, request.host());
    writer.put(Attribute.SERVER_PORT, (long) request.port());
    writer.put(Attribute.AI_RESPONSE_ID, responseId);
    writer.put(Attribute.AI_RESPONSE_MODEL, responseModel);
    if (finishReasons != null) {
      writer.write(Attribute.AI_FINISH_REASONS, List.copyOf(finishReasons));
    }
    writer.put(Attribute.AI_FIRST_CHUNK, firstChunkSeconds);
    writer.put(Attribute.AI_INPUT_TOKENS, usage.input());
    writer.put(Attribute.AI_OUTPUT_TOKENS, usage.output());
    writer.put(Attribute.AI_CACHE_READ_TOKENS, usage.cacheRead());
    writer.put(Attribute.AI_CACHE_WRITE_TOKENS, usage.cacheWrite());
    writer.put(Attribute.AI_REASONING_TOKENS, usage.reasoning());
    writer.put(Attribute.ERROR_TYPE, errorType);
  }

  @Override
  public LocalSpan localSpan() {
    return span;
  }

  @Override
  public Context base() {
    return base;
  }
}
