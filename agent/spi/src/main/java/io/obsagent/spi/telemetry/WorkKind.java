// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.opentelemetry.api.trace.SpanKind;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A kind of work: what its spans are to their peers, the scope that they are reported under, and
 * what is not watched inside it. There is one of each name, however many class loaders the module
 * that registers it is in. Immutable.
 */
public final class WorkKind {
  private static final ConcurrentHashMap<String, WorkKind> REGISTERED = new ConcurrentHashMap<>();
  private static final String SCOPE = "io.obsagent.";
  private static final String AI = "gen-ai";

  public static final WorkKind HTTP_SERVER = register("http-server", SpanKind.SERVER);
  public static final WorkKind HTTP_CLIENT = register("http-client", SpanKind.CLIENT);

  /** What databases say of a failure quotes data. */
  public static final WorkKind DATABASE =
      once(new WorkKind("database", SpanKind.CLIENT, null, true, false));

  /** Work with AI comes in layers: between an inference and another there may be a tool. */
  public static final WorkKind INFERENCE = layer("inference", SpanKind.CLIENT, AI);

  public static final WorkKind EMBEDDINGS = layer("embeddings", SpanKind.CLIENT, AI);
  public static final WorkKind AGENT = layer("agent", SpanKind.INTERNAL, AI);
  public static final WorkKind TOOL = layer("tool", SpanKind.INTERNAL, AI);
  public static final WorkKind RETRIEVAL = layer("retrieval", SpanKind.CLIENT, AI);

  /** Calls of a service's API over HTTP: each attempt is a part of one. Failures quote data. */
  public static final WorkKind API_CLIENT =
      once(new WorkKind("api-client", SpanKind.CLIENT, null, true, false));

  /** The call of an API that sends is the sending. */
  public static final WorkKind MESSAGE_SEND =
      register("messaging-send", SpanKind.PRODUCER, API_CLIENT);

  public static final WorkKind MESSAGE_RECEIVE = register("messaging-receive", SpanKind.CONSUMER);
  public static final WorkKind MESSAGE_PROCESS = register("messaging-process", SpanKind.CONSUMER);

  /** Calls over HTTP are theirs, not the application's. */
  public static final WorkKind RPC_CLIENT = register("rpc-client", SpanKind.CLIENT, HTTP_CLIENT);

  public static final WorkKind RPC_SERVER = register("rpc-server", SpanKind.SERVER);

  private final String name;
  private final SpanKind spanKind;
  private final String scope;
  private final @Nullable String layers;
  private final boolean suppressesItself;
  private final boolean quotesMessages;
  private final WorkKind[] suppressed;

  private WorkKind(
      String name,
      SpanKind spanKind,
      @Nullable String layers,
      boolean suppressesItself,
      boolean quotesMessages,
      WorkKind... suppressed) {
    this.name = name;
    this.spanKind = spanKind;
    this.scope = SCOPE + (layers == null ? name : layers);
    this.layers = layers;
    this.suppressesItself = suppressesItself;
    this.quotesMessages = quotesMessages;
    this.suppressed = suppressed;
  }

  /**
   * A kind of which only the outermost of nested calls is watched.
   *
   * @param name of small letters and dashes; what was registered first under it stays
   * @param suppressed other kinds that are not watched inside this one
   */
  public static WorkKind register(String name, SpanKind spanKind, WorkKind... suppressed) {
    return once(new WorkKind(name, spanKind, null, true, true, suppressed.clone()));
  }

  /** A kind whose calls are watched inside each other, as those of methods are. */
  public static WorkKind registerNesting(String name, SpanKind spanKind) {
    return once(new WorkKind(name, spanKind, null, false, true));
  }

  /**
   * A kind that is watched once directly inside itself, but again inside another of its layers.
   * What providers say of a failure quotes prompts and keys.
   */
  private static WorkKind layer(String name, SpanKind spanKind, String layers) {
    return once(new WorkKind(name, spanKind, layers, true, false));
  }

  private static WorkKind once(WorkKind kind) {
    WorkKind known = REGISTERED.putIfAbsent(kind.name, kind);
    return known == null ? kind : known;
  }

  public SpanKind spanKind() {
    return spanKind;
  }

  /** The instrumentation scope, e.g. {@code io.obsagent.http-server}. */
  public String scope() {
    return scope;
  }

  /** Whether the message of an exception may stand on the span. */
  public boolean quotesMessages() {
    return quotesMessages;
  }

  /** Whether work of another kind, or of this, is not watched inside this one. */
  public boolean suppresses(WorkKind other) {
    if (other == this) {
      return suppressesItself;
    }
    for (WorkKind kind : suppressed) {
      if (kind == other) {
        return true;
      }
    }
    return false;
  }

  /** Whether another kind is a layer of the same work: what is around this one does not matter. */
  public boolean isOtherLayer(WorkKind other) {
    return other != this && layers != null && layers.equals(other.layers);
  }

  @Override
  public String toString() {
    return name;
  }
}
