// SPDX-License-Identifier: Apache-2.0
/** Weaving: which classes to change, how, and what to do where an instrumentation does not fit. */
@NullMarked
package io.obsagent.core.weave;

import org.jspecify.annotations.NullMarked;
