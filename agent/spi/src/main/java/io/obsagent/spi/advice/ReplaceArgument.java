// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.advice;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A static method whose result takes the place of an argument before the body runs. It receives
 * {@link This} and {@link Argument} parameters, among them the one that it replaces, and returns
 * that one to change nothing. It runs before {@link OnEnter}; after it, if it takes its {@link
 * Token}.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface ReplaceArgument {
  /** Index of the argument, from 0, or {@link Argument#LAST}. */
  int value();
}
