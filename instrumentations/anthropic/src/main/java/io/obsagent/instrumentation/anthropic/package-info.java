// SPDX-License-Identifier: Apache-2.0
/**
 * anthropic-java. Size: messages and batches, stable and beta, whose types share nothing but their
 * getters' names; and what they say, for who wants to see it.
 */
@NullMarked
package io.obsagent.instrumentation.anthropic;

import org.jspecify.annotations.NullMarked;
