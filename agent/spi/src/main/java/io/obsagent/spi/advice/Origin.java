// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.advice;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter of an entry that receives, as a {@code String}, which method is advised: the
 * class's binary name, {@code #}, and the method's name and descriptor. For advice of methods that
 * are found by an annotation.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.CLASS)
public @interface Origin {}
