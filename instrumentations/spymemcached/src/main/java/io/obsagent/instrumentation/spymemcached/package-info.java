// SPDX-License-Identifier: Apache-2.0
/** Operations of spymemcached. */
@NullMarked
package io.obsagent.instrumentation.spymemcached;

import org.jspecify.annotations.NullMarked;
