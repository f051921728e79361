// SPDX-License-Identifier: Apache-2.0
/**
 * anthropic-java. Size: messages and batches, stable and beta, whose types share nothing but their
 * getters' names; and its response and stream, which have to be wrapped.
 */
@NullMarked
package io.obsagent.instrumentation.anthropic;

import org.jspecify.annotations.NullMarked;
