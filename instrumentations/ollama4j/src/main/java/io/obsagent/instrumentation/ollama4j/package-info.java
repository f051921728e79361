// SPDX-License-Identifier: Apache-2.0
/**
 * ollama4j. Size: results lack what their parts have told, so these are read as they come; answers
 * come at once, to a handler, or by a thread; and the library runs tools by itself.
 */
@NullMarked
package io.obsagent.instrumentation.ollama4j;

import org.jspecify.annotations.NullMarked;
