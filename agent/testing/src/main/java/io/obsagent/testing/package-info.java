// SPDX-License-Identifier: Apache-2.0
/** What a test under the agent works with: wait for spans, compare them whole, read metrics. */
@NullMarked
package io.obsagent.testing;

import org.jspecify.annotations.NullMarked;
