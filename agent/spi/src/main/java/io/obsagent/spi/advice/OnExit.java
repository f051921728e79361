// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.advice;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A static method called when the advised method returns or throws. Its parameters, in this order
 * and each optional: {@link Token}, {@link Return}, {@link Thrown}. A non-void result takes the
 * place of the returned value; such a method returns what it was given to change nothing, and is
 * not called when the body throws unless it has a {@link Thrown} parameter, in which case its
 * result is ignored.
 *
 * <p>In a constructor it runs on normal return only, and may have {@link This} first.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface OnExit {}
