// SPDX-License-Identifier: Apache-2.0
/** ollama4j. */
@NullMarked
package io.obsagent.instrumentation.ollama4j;

import org.jspecify.annotations.NullMarked;
