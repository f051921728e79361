// SPDX-License-Identifier: Apache-2.0
/** Caches of Ehcache 3 with statistics: read when metrics are, and nothing else. */
@NullMarked
package io.obsagent.instrumentation.ehcache;

import org.jspecify.annotations.NullMarked;
