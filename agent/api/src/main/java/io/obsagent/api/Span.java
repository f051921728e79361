// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

import java.util.Map;

/**
 * A piece of work in the current trace. Made by {@link Obs#span}; thread-safe. It is current on the
 * thread that began it until it is closed there.
 *
 * <pre>{@code
 * try (Span span = Obs.span("render")) {
 *   render(page);
 * }
 * }</pre>
 */
public interface Span extends AutoCloseable {
  /**
   * Sets an attribute.
   *
   * <pre>{@code
   * span.attribute("template", name);
   * }</pre>
   */
  Span attribute(String key, String value);

  /**
   * Sets an attribute.
   *
   * <pre>{@code
   * span.attribute("rows", rows.size());
   * }</pre>
   */
  Span attribute(String key, long value);

  /**
   * Sets an attribute.
   *
   * <pre>{@code
   * span.attribute("ratio", 0.5);
   * }</pre>
   */
  Span attribute(String key, double value);

  /**
   * Sets an attribute.
   *
   * <pre>{@code
   * span.attribute("cached", true);
   * }</pre>
   */
  Span attribute(String key, boolean value);

  /**
   * Notes what happens meanwhile.
   *
   * <pre>{@code
   * span.event("retry", Map.of("attempt", 2));
   * }</pre>
   */
  Span event(String name, Map<String, ?> attributes);

  /**
   * Says that it failed, and why.
   *
   * <pre>{@code
   * } catch (IOException e) {
   *   span.failed(e);
   *   throw e;
   * }
   * }</pre>
   */
  Span failed(Throwable cause);

  /**
   * Says that it failed without an exception.
   *
   * <pre>{@code
   * span.failed("out_of_stock");
   * }</pre>
   *
   * @param reason of low cardinality
   */
  Span failed(String reason);

  /**
   * Is no longer current on this thread, so that another one may go on and close it.
   *
   * <pre>{@code
   * Tracked sending = Obs.track("send");
   * CompletableFuture<Void> sent = client.send(mail);
   * sending.detach();
   * sent.whenComplete((none, failure) -> {
   *   if (failure == null) {
   *     sending.success();
   *   }
   *   sending.close();
   * });
   * }</pre>
   */
  Span detach();

  /** Ends it; again does nothing. On the thread that began it, or after {@link #detach}. */
  @Override
  void close();
}
