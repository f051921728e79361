// SPDX-License-Identifier: Apache-2.0
/** Requests served by the console of H2, which brings a small HTTP server of its own. */
@NullMarked
package io.obsagent.instrumentation.h2console;

import org.jspecify.annotations.NullMarked;
