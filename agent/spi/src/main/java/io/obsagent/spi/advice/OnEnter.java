// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.advice;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A static method called before the body of the advised method. What it returns is the token that
 * {@link OnExit} gets; null (or no return value) means "not me". In a constructor it runs before
 * the super constructor and cannot have {@link This}.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface OnEnter {
  /**
   * Whether a token stands for the body: where there is one, the method returns nothing, 0 or null
   * at once, and no {@link OnExit} of this advice is called. For what the body would do nothing
   * about, too, only later. Not for constructors.
   */
  boolean skips() default false;
}
