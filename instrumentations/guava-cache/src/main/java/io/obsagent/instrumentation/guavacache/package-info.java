// SPDX-License-Identifier: Apache-2.0
/** Guava's caches: read when metrics are, and nothing else. */
@NullMarked
package io.obsagent.instrumentation.guavacache;

import org.jspecify.annotations.NullMarked;
