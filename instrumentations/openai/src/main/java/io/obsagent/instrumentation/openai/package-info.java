// SPDX-License-Identifier: Apache-2.0
/**
 * Calls to AI models by OpenAI's own Java library.
 *
 * <p>Size: three services, each at once and in a stream, and the wrappers of what they answer.
 */
@NullMarked
package io.obsagent.instrumentation.openai;

import org.jspecify.annotations.NullMarked;
