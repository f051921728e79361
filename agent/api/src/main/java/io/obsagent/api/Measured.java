// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes each call of a method an operation of the business, as {@link Obs#track} does: it has
 * failed when it throws. Where it returns a {@code CompletableFuture} or a {@code CompletionStage},
 * it ends when that is complete.
 *
 * <pre>{@code
 * @Measured(operation = "user_registration")
 * User register(Form form) { … }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Measured {
  /**
   * What the operation is called, {@code Class.method} by default.
   *
   * <pre>{@code
   * @Measured(operation = "user_registration")
   * }</pre>
   */
  String operation() default "";
}
