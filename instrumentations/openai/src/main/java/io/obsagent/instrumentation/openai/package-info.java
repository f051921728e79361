// SPDX-License-Identifier: Apache-2.0
/** Calls to AI models by OpenAI's own Java library. */
@NullMarked
package io.obsagent.instrumentation.openai;

import org.jspecify.annotations.NullMarked;
