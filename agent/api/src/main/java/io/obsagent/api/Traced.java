// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes each call of a method a span. Where it returns a {@code CompletableFuture} or a {@code
 * CompletionStage}, the span ends when that is complete.
 *
 * <pre>{@code
 * @Traced("price a cart")
 * Price price(Cart cart) { … }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Traced {
  /**
   * Name of the span, {@code Class.method} by default.
   *
   * <pre>{@code
   * @Traced("price a cart")
   * }</pre>
   */
  String value() default "";
}
