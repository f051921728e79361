// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.advice;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An argument of the advised method. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PARAMETER)
public @interface Argument {
  /** The last one, wherever it is. */
  int LAST = Integer.MAX_VALUE;

  /** Index of the argument, from 0, or {@link #LAST}. */
  int value();
}
