// SPDX-License-Identifier: Apache-2.0
/** Instruments the client of a shelf: the example of the guide. */
@NullMarked
package io.obsagent.instrumentation.shelf;

import org.jspecify.annotations.NullMarked;
