// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.HistogramCell;
import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.export.FinishedSpan.Event;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.opentelemetry.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Work with AI; what arrives with an answer may come from another thread. */
final class ModelOperation extends LocalOperation implements GenAiOperation {
  /** Label of a model, agent or tool that nobody named. */
  static final String UNKNOWN = "unknown";

  static final String SUCCESS = "success";
  static final String ERROR = "error";

  private final GenAiRequest request;
  private final ModelAnswer own = new ModelAnswer();

  /** What the layer closest to the provider says, where there is another. */
  private @Nullable GenAiRequest closer;

  private @Nullable ModelAnswer inner;
  private double usd = Double.NaN;
  private double firstChunkSeconds = Double.NaN;
  private long lastChunkNanos;
  private @Nullable HistogramCell chunkTimes;
  private boolean innerChunks;
  private boolean left;
  private int attempts;
  private int lastStatus;

  /** Where HTTP went, which is told where no layer knows. */
  private @Nullable String seenHost;

  private int seenPort = -1;
  private @Nullable String errorType;
  private @Nullable WorkDetails details;
  private @Nullable GenAiOperation contentOwner;
  private @Nullable ModelContent content;

  ModelOperation(
      CoreTelemetry telemetry,
      Context current,
      @Nullable LocalSpan enclosing,
      GenAiRequest request) {
    super(telemetry, request.task().kind().work(), current, enclosing);
    this.request = request;
  }

  /** Another layer begins the same work. */
  synchronized GenAiOperation join(GenAiRequest layer) {
    closer = layer;
    inner = inner == null ? new ModelAnswer() : inner.next();
    return new InnerCall(this, inner);
  }

  /** The call of a model that an HTTP request is sent for; null for none. */
  static @Nullable ModelOperation around(@Nullable LocalSpan enclosing) {
    ModelOperation call = enclosing == null ? null : enclosing.running(ModelOperation.class);
    return call != null && call.isCall() ? call : null;
  }

  /** Whether work of the same kind within this is not the same work. */
  boolean isOfAnother(GenAiRequest inner) {
    return request.isOtherThan(inner);
  }

  /** Whether a layer has said already that the call may be made. */
  synchronized boolean wasAskedForRefusal() {
    return request.asksForRefusal() || closer != null && closer.asksForRefusal();
  }

  private boolean isCall() {
    return kind() == GenAiTask.Kind.INFERENCE || kind() == GenAiTask.Kind.EMBEDDINGS;
  }

  /** The tool that this is the work of; null for other work. */
  @Nullable String toolName() {
    return kind() == GenAiTask.Kind.TOOL ? request.toolName() : null;
  }

  /** Whether this is to tell of an MCP request, too; only of one. */
  synchronized boolean carry(McpOutcome outcome) {
    if (details == null && !span.ended()) {
      details = outcome;
    }
    return details == outcome;
  }

  /** A request over HTTP has ended; what is sent after the answer began is the application's. */
  synchronized void attempted(@Nullable String toHost, int toPort, int status) {
    String host = host();
    boolean own = host == null || host.equalsIgnoreCase(toHost);
    if (own && !span.ended() && Double.isNaN(firstChunkSeconds)) {
      attempts++;
      lastStatus = status;
      if (host == null) {
        seenHost = toHost;
        seenPort = toPort;
      }
    }
  }

  @Override
  public GenAiTask.Kind kind() {
    return request.task().kind();
  }

  @Override
  public void chunk() {
    chunk(false);
  }

  synchronized void chunk(boolean fromInner) {
    innerChunks |= fromInner;
    if (span.ended() || innerChunks != fromInner) {
      return;
    }
    long now = telemetry.clock.nanoTime();
    HistogramCell times = chunkTimes;
    if (times == null) {
      firstChunkSeconds = (now - span.startNanos()) / 1e9;
      chunkTimes = telemetry.later.models().nextChunk.labels(model(), provider());
    } else {
      times.record((now - lastChunkNanos) / 1e9, span, now);
    }
    lastChunkNanos = now;
  }

  @Override
  public synchronized void response(@Nullable String id, @Nullable String model) {
    if (!span.ended()) {
      own.response(id, model);
    }
  }

  @Override
  public boolean isNamed() {
    return own.isNamed();
  }

  @Override
  public synchronized void finishReason(int choice, String reason) {
    if (!span.ended()) {
      own.finishReason(choice, reason);
    }
  }

  @Override
  public synchronized void usage(GenAiUsage reported) {
    if (!span.ended()) {
      own.usage = own.usage.merge(reported);
    }
  }

  @Override
  public synchronized void servedBy(@Nullable String tier) {
    if (!span.ended() && tier != null) {
      own.tier = Bounds.cut(tier, Bounds.MAX_NAME);
    }
  }

  @Override
  public synchronized void cost(double stated) {
    if (!span.ended() && stated >= 0) {
      own.usd = stated;
    }
  }

  @Override
  public synchronized void refused(int status, @Nullable String code) {
    if (!span.ended()) {
      own.refused(status, code);
    }
  }

  @Override
  public void remaining(Limit of, long limit, long remaining) {
    ModelMetrics metrics = telemetry.later.models();
    if (limit >= 0) {
      metrics.limit.labels(model(), provider(), of.word()).set(limit);
    }
    if (remaining >= 0) {
      metrics.remaining.labels(model(), provider(), of.word()).set(remaining);
    }
  }

  @Override
  public synchronized void found(long documents, double lowest, double highest) {
    if (!span.ended()) {
      details = new FoundDocuments(documents, lowest, highest);
    }
  }

  @Override
  public void leave() {
    synchronized (this) {
      left = !span.ended();
    }
    end(null);
  }

  @Override
  public @Nullable GenAiContent content() {
    return telemetry.content.now() == null ? null : contentOf(this);
  }

  /** The first layer that asks says what is to be seen: what both said would be there twice. */
  synchronized @Nullable GenAiContent contentOf(GenAiOperation layer) {
    if (span.ended()) {
      return null;
    }
    ContentCapture capture = contentOwner == null ? telemetry.content.now() : null;
    if (capture != null) {
      contentOwner = layer;
      content = span.recording() ? capture.sample() : null;
    }
    return contentOwner == layer ? content : null;
  }

  @Override
  public synchronized List<Event> details(long epochNanos) {
    return telemetry.content.events(content, named(), usage(), span.seconds(), epochNanos);
  }

  private ModelAliases named() {
    return new ModelAliases(request.task(), model(), provider());
  }

  @Override
  public boolean asksForUsage() {
    return telemetry.content.asksForUsage();
  }

  @Override
  synchronized void complete(@Nullable Throwable error) {
    ModelMetrics metrics = telemetry.later.models();
    boolean failed = error != null || kind() == GenAiTask.Kind.TOOL && own.code != null;
    String status = failed ? ERROR : SUCCESS;
    if (failed) {
      errorType = errorType(error);
      span.fail(error);
    }
    if (isCall()) {
      recordCall(metrics, status, failed);
    } else {
      String name = object();
      metrics
          .of(request.task())
          .labels(name == null ? UNKNOWN : name, status)
          .record(span.seconds(), span, span.endNanos());
    }
    telemetry.content.ended(named(), content, status, usage(), span);
  }

  /** What a layer was told wins over what was seen on the network. */
  private @Nullable String errorType(@Nullable Throwable error) {
    ModelAnswer answer = inner != null && (inner.status > 0 || inner.code != null) ? inner : own;
    if (error == null || !isCall()) {
      return answer.code != null || error == null ? answer.code : error.getClass().getName();
    }
    return ModelErrors.of(error, answer.status > 0 ? answer.status : lastStatus, answer.code);
  }

  private void recordCall(ModelMetrics metrics, String status, boolean failed) {
    String model = model();
    String provider = provider();
    String word = request.task().word();
    metrics.requests.labels(model, provider, status).add(1);
    metrics
        .duration
        .labels(model, provider, word, errorType == null ? ErrorTypes.NONE : errorType)
        .record(span.seconds(), span, span.endNanos());
    if (!Double.isNaN(firstChunkSeconds)) {
      metrics.firstChunk.labels(model, provider).record(firstChunkSeconds, span, span.endNanos());
    }
    if (attempts > 1) {
      metrics.retries.labels(model, provider).add(attempts - 1);
    }
    List<String> reasons = finishReasons();
    if (reasons != null) {
      for (int i = 0; i < reasons.size(); i++) {
        metrics.finishReasons.labels(model, provider, reasons.get(i)).add(1);
      }
    }
    if (errorType != null) {
      metrics.errors.labels(model, provider, errorType).add(1);
    } else if (ModelErrors.filtered(reasons)) {
      metrics.errors.labels(model, provider, ModelErrors.CONTENT_FILTER).add(1);
    }
    if (request.task() != GenAiTask.FETCH_RESPONSE) {
      GenAiUsage used = usage();
      if (used != GenAiUsage.UNKNOWN) {
        metrics.count(model, provider, word, used, span);
      }
      usd =
          telemetry.costs.record(
              span,
              new AnsweredCall(
                  word, provider, model, responseModel(), tier(), used, toldUsd(), failed));
    }
  }

  private double toldUsd() {
    return inner == null || Double.isNaN(inner.allUsd()) ? own.usd : inner.allUsd();
  }

  /** The one that served the call, or else the one that was asked for. */
  private @Nullable String tier() {
    if (request.batch() || closer != null && closer.batch()) {
      return "batch";
    }
    String tier = inner == null || inner.tier == null ? own.tier : inner.tier;
    return tier != null ? tier : closer == null ? request.tier() : closer.tier();
  }

  private String model() {
    String model = request.model() == null && closer != null ? closer.model() : request.model();
    return model == null ? UNKNOWN : model;
  }

  private String provider() {
    return closer == null ? request.provider() : closer.provider();
  }

  private @Nullable String host() {
    String told = closer == null || closer.host() == null ? request.host() : closer.host();
    return told == null ? seenHost : told;
  }

  private int port() {
    boolean closest = closer != null && closer.host() != null;
    return closest ? closer.port() : request.host() == null ? seenPort : request.port();
  }

  private GenAiUsage usage() {
    return inner == null ? own.usage : own.usage.merge(inner.allUsage());
  }

  private @Nullable String responseModel() {
    return inner == null || inner.model == null ? own.model : inner.model;
  }

  private @Nullable List<String> finishReasons() {
    return inner == null || inner.finishReasons == null ? own.finishReasons : inner.finishReasons;
  }

  /** What the work is with, or by whom. */
  private @Nullable String object() {
    return switch (kind()) {
      case AGENT -> request.agentName();
      case TOOL -> request.toolName();
      case RETRIEVAL -> request.dataSource();
      default -> request.model() != null || closer == null ? request.model() : closer.model();
    };
  }

  @Override
  public String spanName() {
    String object = object();
    String word = request.task().word();
    return object == null ? word : SpanNames.of(word, Bounds.cut(object, Bounds.MAX_NAME));
  }

  @Override
  public synchronized void describe(AttributeWriter writer) {
    boolean older = telemetry.olderAiNames;
    new RequestAttributes(request).write(writer, provider(), host(), port(), older);
    ModelAnswer answer = inner == null ? own : inner;
    writer.put(Attribute.AI_RESPONSE_ID, answer.id == null ? own.id : answer.id);
    writer.put(Attribute.AI_RESPONSE_MODEL, responseModel());
    List<String> reasons = finishReasons();
    if (reasons != null) {
      writer.write(Attribute.AI_FINISH_REASONS, List.copyOf(reasons));
    }
    writer.put(Attribute.AI_RESPONSE_TIER, answer.tier == null ? own.tier : answer.tier);
    writer.put(Attribute.AI_FIRST_CHUNK, firstChunkSeconds);
    RequestAttributes.write(usage(), writer, older);
    telemetry.costs.describe(writer, usd, !Double.isNaN(toldUsd()));
    if (left) {
      writer.write(Attribute.AI_LEFT, true);
    }
    writer.put(Attribute.AI_RETRIES, attempts > 1 ? attempts - 1 : -1L);
    if (details != null) {
      details.describe(writer);
    }
    writer.put(Attribute.ERROR_TYPE, errorType);
    telemetry.content.describe(content, named(), writer);
  }
}
