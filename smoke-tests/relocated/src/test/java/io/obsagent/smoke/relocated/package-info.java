// SPDX-License-Identifier: Apache-2.0
/** A server that is a library under another name. */
@NullMarked
package io.obsagent.smoke.relocated;

import org.jspecify.annotations.NullMarked;
