// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way in. All methods are thread-safe, and may be called before the agent is attached: from
 * then on they work, instruments that were made before included.
 *
 * <pre>{@code
 * private static final Counter ORDERS = Obs.counter("orders_total", "kind");
 *
 * void checkout(Cart cart) {
 *   try (Tracked checkout = Obs.track("checkout")) {
 *     checkout.attribute("items", cart.size());
 *     pay(cart);
 *     ORDERS.add(1, cart.kind());
 *     checkout.success();
 *   }
 * }
 * }</pre>
 */
public final class Obs {
  /** Loaded with this class: the JIT inlines no method whose types are not. */
  static final Class<?> LOADED = ObsProvider.class;

  private Obs() {}

  /** The one place that the agent puts itself into. */
  static @Nullable ObsProvider provider() {
    return null;
  }

  /**
   * Begins an operation of the business: a span, and when it is closed one more in {@code
   * operation_duration_seconds{operation,outcome}}. It is current on this thread until then.
   *
   * <pre>{@code
   * try (Tracked export = Obs.track("export")) {
   *   write(rows);
   *   export.success();
   * }
   * }</pre>
   *
   * @param operation what it is called, of low cardinality: never with an id in it
   */
  public static Tracked track(String operation) {
    return track(operation, Collections.<String, Object>emptyMap());
  }

  /**
   * Begins an operation of the business, with attributes.
   *
   * <pre>{@code
   * try (Tracked build = Obs.track("build", Map.of("branch", branch, "commits", 3))) {
   *   run(branch);
   *   build.success();
   * }
   * }</pre>
   *
   * @param operation what it is called, of low cardinality: never with an id in it
   * @param attributes for the span; numbers and truth values stay such, other values become text
   */
  public static Tracked track(String operation, Map<String, ?> attributes) {
    ObsProvider provider = provider();
    Tracked tracked = provider == null ? null : provider.track(operation, attributes);
    return tracked == null ? NoSpan.INSTANCE : tracked;
  }

  /**
   * Begins a span, a child of what is current on this thread; it is current until it is closed. It
   * has no metric: see {@link #track}.
   *
   * <pre>{@code
   * try (Span span = Obs.span("render")) {
   *   span.attribute("template", name);
   *   render(name);
   * }
   * }</pre>
   *
   * @param name of low cardinality: never with an id in it
   */
  public static Span span(String name) {
    ObsProvider provider = provider();
    Span span = provider == null ? null : provider.span(name);
    return span == null ? NoSpan.INSTANCE : span;
  }

  /**
   * Sets an attribute of the span that is current on this thread, whoever has begun it.
   *
   * <pre>{@code
   * Obs.attribute("tenant", tenant.name());
   * }</pre>
   */
  public static void attribute(String key, String value) {
    ObsProvider provider = provider();
    if (provider != null) {
      provider.attribute(key, value);
    }
  }

  /**
   * Sets an attribute of the span that is current on this thread, whoever has begun it.
   *
   * <pre>{@code
   * Obs.attribute("items", cart.size());
   * }</pre>
   */
  public static void attribute(String key, long value) {
    ObsProvider provider = provider();
    if (provider != null) {
      provider.attribute(key, value);
    }
  }

  /**
   * Sets an attribute of the span that is current on this thread, whoever has begun it.
   *
   * <pre>{@code
   * Obs.attribute("score", 0.97);
   * }</pre>
   */
  public static void attribute(String key, double value) {
    ObsProvider provider = provider();
    if (provider != null) {
      provider.attribute(key, value);
    }
  }

  /**
   * Sets an attribute of the span that is current on this thread, whoever has begun it.
   *
   * <pre>{@code
   * Obs.attribute("express", true);
   * }</pre>
   */
  public static void attribute(String key, boolean value) {
    ObsProvider provider = provider();
    if (provider != null) {
      provider.attribute(key, value);
    }
  }

  /**
   * A counter. Make it once and keep it: asking again gives the same series.
   *
   * <pre>{@code
   * static final Counter ORDERS = Obs.counter("orders_total", "kind").help("Orders taken.");
   *
   * ORDERS.add(1, "web");
   * }</pre>
   *
   * @param name as Prometheus has it; {@code _total} is added where it is missing
   * @param labels names of labels, whose values are given at each {@code add}
   */
  public static Counter counter(String name, String... labels) {
    return new Counter(name, "", labels.clone());
  }

  /**
   * A gauge. Make it once and keep it: asking again gives the same series.
   *
   * <pre>{@code
   * static final Gauge OPEN = Obs.gauge("carts_open");
   *
   * OPEN.set(carts.size());
   * }</pre>
   *
   * @param name as Prometheus has it, with its unit: {@code queue_bytes}
   * @param labels names of labels, whose values are given at each {@code set}
   */
  public static Gauge gauge(String name, String... labels) {
    return new Gauge(name, "", labels.clone());
  }

  /**
   * A histogram. Make it once and keep it: asking again gives the same series.
   *
   * <pre>{@code
   * static final Histogram VALUE = Obs.histogram("order_value_euros").buckets(1, 10, 100, 1000);
   *
   * VALUE.record(order.total());
   * }</pre>
   *
   * @param name as Prometheus has it, with its unit: {@code import_seconds}
   * @param labels names of labels, whose values are given at each {@code record}
   */
  public static Histogram histogram(String name, String... labels) {
    return new Histogram(name, "", labels.clone(), new double[0]);
  }

  /**
   * Tells that something has happened: one more in {@code business_events_total{event}}, and an
   * event of the current span.
   *
   * <pre>{@code
   * Obs.event("password_changed");
   * }</pre>
   *
   * @param name of low cardinality: never with an id in it
   */
  public static void event(String name) {
    event(name, Collections.<String, Object>emptyMap());
  }

  /**
   * Tells that something has happened: one more in {@code business_events_total{event}}, and an
   * event of the current span, which has the attributes.
   *
   * <pre>{@code
   * Obs.event("order_placed", Map.of("order.id", order.id(), "total", order.total()));
   * }</pre>
   *
   * @param name of low cardinality: never with an id in it
   */
  public static void event(String name, Map<String, ?> attributes) {
    ObsProvider provider = provider();
    if (provider != null) {
      provider.event(name, attributes);
    }
  }

  /**
   * Adds a check to {@code /monitoring/health}, under a name of its own; a check of the same name
   * that was added before goes. It is asked each 30 s on a thread of the agent's, and has failed
   * when it answers false, throws, or takes longer than 5 s. It goes with its class loader.
   *
   * <pre>{@code
   * Obs.health("search index", () -> index.isOpen());
   * }</pre>
   *
   * @param name at most 64 letters, digits, spaces and {@code _ . : / -}; there are at most 100
   *     checks
   */
  public static void health(String name, HealthCheck check) {
    ObsProvider provider = provider();
    if (provider != null) {
      provider.health(name, check);
    }
  }

  /**
   * Tells for whom the current request is. What is kept is a salted hash, as {@code user.hash} of
   * the request's span.
   *
   * <pre>{@code
   * Obs.user(principal.getName());
   * }</pre>
   *
   * @param id that of an account; it leaves the process in no form that can be undone
   */
  public static void user(String id) {
    ObsProvider provider = provider();
    if (provider != null) {
      provider.user(id);
    }
  }

  /**
   * The correlation id of the current request, as it is in log lines and in the answer's header.
   *
   * <pre>{@code
   * page.setHint("If you call us, please name " + Obs.correlationId());
   * }</pre>
   *
   * @return empty without the agent or outside of a request
   */
  public static String correlationId() {
    ObsProvider provider = provider();
    return provider == null ? "" : provider.correlationId();
  }
}
