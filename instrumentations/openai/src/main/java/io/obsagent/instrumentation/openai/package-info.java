// SPDX-License-Identifier: Apache-2.0
/**
 * openai-java. Size: what ten services say in requests, answers and chunks, each in classes of its
 * own that share no type; and what is said, for who wants to see it.
 */
@NullMarked
package io.obsagent.instrumentation.openai;

import org.jspecify.annotations.NullMarked;
