// SPDX-License-Identifier: Apache-2.0
/**
 * Operations of spymemcached.
 *
 * <p>Size: an operation ends by its callback, and is named by its kind.
 */
@NullMarked
package io.obsagent.instrumentation.spymemcached;

import org.jspecify.annotations.NullMarked;
