// SPDX-License-Identifier: Apache-2.0
/** What modules of caches have in common: they are read when metrics are, and else left alone. */
@NullMarked
package io.obsagent.instrumentation.shared.cache;

import org.jspecify.annotations.NullMarked;
