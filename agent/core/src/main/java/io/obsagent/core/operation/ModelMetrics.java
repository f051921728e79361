// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.CounterFamily;
import io.obsagent.core.metrics.HistogramFamily;
import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.metrics.SemconvName;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.function.BiConsumer;

/** The metrics of work with AI; what it costs is recorded beside. */
public final class ModelMetrics {
  /** The conventions' bounds of GenAI durations. */
  static final double[] SECONDS = {
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
  };

  /** Their bounds of tokens. */
  private static final double[] TOKENS = {
    1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864
  };

  private static final String INFERENCE = "gen_ai.client.inference.";
  private static final String OLDER = "gen_ai.client.operation.";

  static final MetricDefinition REQUESTS =
      MetricDefinition.counter("ai_requests_total", "Calls to AI models.")
          .unit("{request}")
          .labels("model", "provider", "status");

  static final MetricDefinition DURATION =
      MetricDefinition.histogram(
              "ai_request_duration_seconds",
              "Time of calls to AI models until the answer is complete.",
              SECONDS)
          .unit("s")
          .labels("model", "provider", "operation", "error_type")
          .semconv(
              call("gen_ai.client.embeddings.duration", "s")
                  .only("operation", "embeddings")
                  .constant("gen_ai.operation.name", "embeddings"),
              call(INFERENCE + "duration", "s"));

  static final MetricDefinition ERRORS =
      MetricDefinition.counter(
              "ai_errors_total",
              "Calls to AI models that failed, by what went wrong, and answers that the provider"
                  + " held back (content_filter).")
          .unit("{request}")
          .labels("model", "provider", "error_type");

  static final MetricDefinition RETRIES =
      MetricDefinition.counter(
              "ai_retries_total", "Requests that SDKs sent again for a call to an AI model.")
          .unit("{request}")
          .labels("model", "provider");

  static final MetricDefinition FINISH_REASONS =
      MetricDefinition.counter(
              "ai_finish_reasons_total", "Answers of AI models by why they ended, in their words.")
          .unit("{answer}")
          .labels("model", "provider", "finish_reason");

  public static final MetricDefinition TOKENS_USED =
      MetricDefinition.counter(
              "ai_tokens_used_total",
              "Tokens used; cache_read, cache_write, input_audio and input_image are part of input,"
                  + " reasoning, output_audio and output_image of output.")
          .unit("{token}")
          .labels("model", "provider", "token_type")
          .semconv(
              tokens("input", "input_tokens"),
              tokens("output", "output_tokens"),
              tokens("cache_read", "cache_read.input_tokens"),
              tokens("cache_write", "cache_write.input_tokens"),
              tokens("reasoning", "reasoning.output_tokens"));

  static final MetricDefinition TOKENS_PER_REQUEST =
      MetricDefinition.histogram(
              "ai_tokens_per_request", "Tokens of a call to an AI model, in and out.", TOKENS)
          .unit("{token}")
          .labels("model", "provider", "operation", "token_type")
          .semconv(
              call(INFERENCE + "operation.input_tokens", "{token}").only("token_type", "input"),
              call(INFERENCE + "operation.output_tokens", "{token}").only("token_type", "output"));

  static final MetricDefinition FIRST_CHUNK =
      MetricDefinition.histogram(
              "ai_time_to_first_chunk_seconds",
              "Time until the first chunk of a streamed answer.",
              SECONDS)
          .unit("s")
          .labels("model", "provider")
          .semconv(call(INFERENCE + "time_to_first_chunk", "s"));

  static final MetricDefinition NEXT_CHUNK =
      MetricDefinition.histogram(
              "ai_time_per_output_chunk_seconds",
              "Time from one chunk of a streamed answer to the next.",
              SECONDS)
          .unit("s")
          .labels("model", "provider")
          .semconv(call(INFERENCE + "time_per_output_chunk", "s"));

  static final MetricDefinition LIMIT =
      MetricDefinition.gauge(
              "ai_rate_limit", "What a provider allows, by the headers of its last answer.")
          .labels("model", "provider", "limit");

  static final MetricDefinition REMAINING =
      MetricDefinition.gauge(
              "ai_rate_limit_remaining",
              "What a provider leaves of its limit, by the headers of its last answer.")
          .labels("model", "provider", "limit");

  static final MetricDefinition AGENT =
      MetricDefinition.histogram(
              "ai_agent_duration_seconds",
              "Time that agents worked, models and tools in it.",
              SECONDS)
          .unit("s")
          .labels("agent", "status")
          .semconv(work("gen_ai.invoke_agent.duration", "agent", "gen_ai.agent.name"));

  static final MetricDefinition WORKFLOW =
      MetricDefinition.histogram(
              "ai_workflow_duration_seconds",
              "Time that workflows of agents took, from the first to the last.",
              SECONDS)
          .unit("s")
          .labels("workflow", "status")
          .semconv(work("gen_ai.invoke_workflow.duration", "workflow", "gen_ai.workflow.name"));

  static final MetricDefinition TOOL =
      MetricDefinition.histogram(
              "ai_tool_duration_seconds", "Time that tools worked for a model.", SECONDS)
          .unit("s")
          .labels("tool", "status")
          .semconv(work("gen_ai.execute_tool.duration", "tool", "gen_ai.tool.name"));

  static final MetricDefinition RETRIEVAL =
      MetricDefinition.histogram(
              "ai_retrieval_duration_seconds", "Time to find documents for a model.", SECONDS)
          .unit("s")
          .labels("source", "status")
          .semconv(
              work("gen_ai.client.operation.duration", "source", "gen_ai.data_source.id")
                  .constant("gen_ai.operation.name", "retrieval"));

  final CounterFamily requests;
  final HistogramFamily duration;
  final CounterFamily errors;
  final CounterFamily retries;
  final CounterFamily finishReasons;
  final CounterFamily tokensUsed;
  final HistogramFamily tokensPerRequest;
  final HistogramFamily firstChunk;
  final HistogramFamily nextChunk;
  final Metrics.Gauge limit;
  final Metrics.Gauge remaining;
  private final HistogramFamily agent;
  private final HistogramFamily workflow;
  private final HistogramFamily tool;
  private final HistogramFamily retrieval;

  /**
   * @param older whether the conventions' names are those of 1.41
   */
  ModelMetrics(MetricRegistry registry, boolean older) {
    requests = registry.counter(REQUESTS);
    duration =
        registry.histogram(older ? DURATION.semconv(call(OLDER + "duration", "s")) : DURATION);
    errors = registry.counter(ERRORS);
    retries = registry.counter(RETRIES);
    finishReasons = registry.counter(FINISH_REASONS);
    tokensUsed = registry.counter(older ? TOKENS_USED.semconv(new SemconvName[0]) : TOKENS_USED);
    tokensPerRequest =
        registry.histogram(
            older
                ? TOKENS_PER_REQUEST.semconv(call("gen_ai.client.token.usage", "{token}"))
                : TOKENS_PER_REQUEST);
    firstChunk =
        registry.histogram(
            older ? FIRST_CHUNK.semconv(call(OLDER + "time_to_first_chunk", "s")) : FIRST_CHUNK);
    nextChunk =
        registry.histogram(
            older ? NEXT_CHUNK.semconv(call(OLDER + "time_per_output_chunk", "s")) : NEXT_CHUNK);
    limit = registry.gauge(LIMIT);
    remaining = registry.gauge(REMAINING);
    agent = registry.histogram(AGENT);
    workflow = registry.histogram(WORKFLOW);
    tool = registry.histogram(TOOL);
    retrieval = registry.histogram(RETRIEVAL);
  }

  /** How long work takes that is no call of a model. */
  HistogramFamily of(GenAiTask task) {
    return switch (task.kind()) {
      case TOOL -> tool;
      case RETRIEVAL -> retrieval;
      default -> task == GenAiTask.INVOKE_WORKFLOW ? workflow : agent;
    };
  }

  /** Tokens of a call that has ended. */
  void count(String model, String provider, String operation, GenAiUsage used, LocalSpan span) {
    countTokens(model, provider, "input", used.input());
    countTokens(model, provider, "output", used.output());
    countTokens(model, provider, "cache_read", used.cacheRead());
    countTokens(model, provider, "cache_write", used.cacheWrite());
    countTokens(model, provider, "reasoning", used.reasoning());
    countTokens(model, provider, "input_audio", used.audioInput());
    countTokens(model, provider, "output_audio", used.audioOutput());
    countTokens(model, provider, "input_image", used.imageInput());
    countTokens(model, provider, "output_image", used.imageOutput());
    if (used.input() >= 0) {
      tokensPerRequest
          .labels(model, provider, operation, "input")
          .record(used.input(), span, span.endNanos());
    }
    if (used.output() >= 0) {
      tokensPerRequest
          .labels(model, provider, operation, "output")
          .record(used.output(), span, span.endNanos());
    }
  }

  private void countTokens(String model, String provider, String type, long tokens) {
    if (tokens > 0) {
      tokensUsed.labels(model, provider, type).add(tokens);
    }
  }

  private static SemconvName call(String name, String unit) {
    return SemconvName.of(name, unit)
        .attribute("model", "gen_ai.request.model", ModelOperation.UNKNOWN)
        .attribute("provider", "gen_ai.provider.name")
        .attribute("operation", "gen_ai.operation.name")
        .attribute("token_type", "gen_ai.token.type")
        .attribute("error_type", "error.type", ErrorTypes.NONE);
  }

  private static SemconvName tokens(String type, String name) {
    return call(INFERENCE + "usage." + name, "{token}")
        .constant("gen_ai.token.modality", "unknown")
        .only("token_type", type);
  }

  private static SemconvName work(String name, String label, String attribute) {
    return SemconvName.of(name, "s")
        .attribute(label, attribute, ModelOperation.UNKNOWN)
        .attribute("status", Outcome.TYPE);
  }

  /** Success is no error; which one a failure was, no label says. */
  private enum Outcome implements SemconvName.Attribute {
    TYPE;

    @Override
    public void write(String status, BiConsumer<String, Object> sink) {
      if (!status.equals(ModelOperation.SUCCESS)) {
        sink.accept("error.type", "_OTHER");
      }
    }
  }
}
