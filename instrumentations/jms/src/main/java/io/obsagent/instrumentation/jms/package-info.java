// SPDX-License-Identifier: Apache-2.0
/**
 * JMS, in both name spaces.
 *
 * <p>Size: what is written for {@code jakarta.jms} is written once more for {@code javax.jms},
 * whose types have nothing in common with it but their methods.
 */
@NullMarked
package io.obsagent.instrumentation.jms;

import org.jspecify.annotations.NullMarked;
