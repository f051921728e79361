// SPDX-License-Identifier: Apache-2.0
/**
 * Requests served by the console of H2, which brings a small HTTP server of its own.
 *
 * <p>Size: H2 keeps nothing of a request, so its line, headers and status are read as they pass.
 */
@NullMarked
package io.obsagent.instrumentation.h2console;

import org.jspecify.annotations.NullMarked;
