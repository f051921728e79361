// SPDX-License-Identifier: Apache-2.0
/** Compares the reference pages with the code that they are written from. */
@NullMarked
package io.obsagent.docs;

import org.jspecify.annotations.NullMarked;
