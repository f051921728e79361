// SPDX-License-Identifier: Apache-2.0
/**
 * openai-java. Size: what three services say in requests, answers and chunks, each in classes of
 * its own that share no type; and its response and stream, which have to be wrapped.
 */
@NullMarked
package io.obsagent.instrumentation.openai;

import org.jspecify.annotations.NullMarked;
