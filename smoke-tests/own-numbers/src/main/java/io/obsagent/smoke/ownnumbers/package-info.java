// SPDX-License-Identifier: Apache-2.0
/** What the application's own numbers cost: {@code smoke-tests/own-numbers/run}. */
@NullMarked
package io.obsagent.smoke.ownnumbers;

import org.jspecify.annotations.NullMarked;
