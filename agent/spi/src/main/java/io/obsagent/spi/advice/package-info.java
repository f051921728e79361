// SPDX-License-Identifier: Apache-2.0
/** Annotations that mark advice methods and say what their parameters receive. */
@NullMarked
package io.obsagent.spi.advice;

import org.jspecify.annotations.NullMarked;
