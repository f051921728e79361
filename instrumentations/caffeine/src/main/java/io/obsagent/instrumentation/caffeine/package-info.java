// SPDX-License-Identifier: Apache-2.0
/** Caches of Caffeine 2 and 3: read when metrics are, and nothing else. */
@NullMarked
package io.obsagent.instrumentation.caffeine;

import org.jspecify.annotations.NullMarked;
