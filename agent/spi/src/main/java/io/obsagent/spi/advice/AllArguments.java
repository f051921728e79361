// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.advice;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter of an entry that receives all arguments as an {@code Object[]}, boxed and made
 * anew for each call. For advice of methods whose arguments are not known.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.CLASS)
public @interface AllArguments {}
