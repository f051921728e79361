// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.HistogramFamily;
import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Work with AI; what arrives with an answer may come from another thread. */
final class ModelOperation extends LocalOperation implements GenAiOperation {
  private static final int MAX_FINISH_REASONS = 16;

  /** Label of a model, agent or tool that nobody named. */
  static final String UNKNOWN = "unknown";

  static final String SUCCESS = "success";
  private static final String ERROR = "error";

  private final GenAiRequest request;
  private GenAiUsage usage = GenAiUsage.UNKNOWN;
  private double usd = Double.NaN;
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
    super(telemetry, request.task().kind().work(), current, enclosing);
    this.request = request;
  }

  @Override
  public GenAiTask.Kind kind() {
    return request.task().kind();
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
      usage = usage.merge(reported);
    }
  }

  @Override
  synchronized void complete(@Nullable Throwable error) {
    if (error != null) {
      errorType = error.getClass().getName();
      span.fail(error);
    }
    String status = error != null ? ERROR : SUCCESS;
    switch (kind()) {
      case AGENT -> record(telemetry.metrics.aiAgent, request.agentName(), status);
      case TOOL -> record(telemetry.metrics.aiTool, request.toolName(), status);
      default -> recordCall(status);
    }
  }

  private void record(HistogramFamily family, @Nullable String name, String status) {
    family
        .labels(name == null ? UNKNOWN : name, status)
        .record(span.seconds(), span, span.endNanos());
  }

  private void recordCall(String status) {
    OperationMetrics metrics = telemetry.metrics;
    String model = model();
    String provider = request.provider();
    metrics.aiRequests.labels(model, provider, status).add(1);
    metrics.aiDuration.labels(model, provider).record(span.seconds(), span, span.endNanos());
    if (!Double.isNaN(firstChunkSeconds)) {
      metrics.aiFirstChunk.labels(model, provider).record(firstChunkSeconds, span, span.endNanos());
    }
    if (usage != GenAiUsage.UNKNOWN) {
      count(usage);
    }
    if (usage != GenAiUsage.UNKNOWN || status.equals(SUCCESS)) {
      usd = telemetry.costs.record(request, responseModel, null, usage, Double.NaN);
    }
  }

  private void count(GenAiUsage used) {
    countTokens("input", used.input());
    countTokens("output", used.output());
    countTokens("cache_read", used.cacheRead());
    countTokens("cache_write", used.cacheWrite());
    countTokens("reasoning", used.reasoning());
  }

  private String model() {
    String model = request.model();
    return model == null ? UNKNOWN : model;
  }

  private void countTokens(String type, long tokens) {
    if (tokens > 0) {
      telemetry.metrics.aiTokens.labels(model(), request.provider(), type).add(tokens);
    }
  }

  @Override
  public String spanName() {
    String object =
        switch (kind()) {
          case AGENT -> request.agentName();
          case TOOL -> request.toolName();
          default -> request.model();
        };
    String word = request.task().word();
    return object == null ? word : word + ' ' + Bounds.cut(object, CoreTelemetry.MAX_NAME);
  }

  @Override
  public synchronized void describe(AttributeWriter writer) {
    writer.put(Attribute.AI_OPERATION, request.task().word());
    writer.put(Attribute.AI_PROVIDER, request.provider());
    writer.put(Attribute.AI_REQUEST_MODEL, request.model());
    if (request.stream()) {
      writer.write(Attribute.AI_STREAM, true);
    }
    writer.put(Attribute.AI_MAX_TOKENS, request.maxTokens());
    writer.put(Attribute.AI_TEMPERATURE, request.temperature());
    writer.put(Attribute.AI_TOP_P, request.topP());
    if (request.saysMore()) {
      describeRest(writer);
    }
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
    telemetry.costs.describe(writer, usd, false);
    writer.put(Attribute.ERROR_TYPE, errorType);
  }

  private void describeRest(AttributeWriter writer) {
    writer.put(Attribute.AI_TOP_K, request.topK());
    writer.put(Attribute.AI_FREQUENCY_PENALTY, request.frequencyPenalty());
    writer.put(Attribute.AI_PRESENCE_PENALTY, request.presencePenalty());
    Long seed = request.seed();
    if (seed != null) {
      writer.write(Attribute.AI_SEED, seed);
    }
    writer.put(Attribute.AI_CHOICES, request.choices());
    List<String> stop = request.stop();
    if (stop != null) {
      writer.write(Attribute.AI_STOP, stop);
    }
    writer.put(Attribute.AI_AGENT_ID, request.agentId());
    writer.put(Attribute.AI_AGENT_NAME, request.agentName());
    writer.put(Attribute.AI_TOOL_NAME, request.toolName());
    writer.put(Attribute.AI_TOOL_TYPE, request.toolType());
    writer.put(Attribute.AI_TOOL_CALL_ID, request.toolCallId());
    writer.put(Attribute.AI_CONVERSATION_ID, request.conversationId());
  }
}
