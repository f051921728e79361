// SPDX-License-Identifier: Apache-2.0
/** Weaves whole libraries, beside the weaver. */
@NullMarked
package io.obsagent.core.weave;

import org.jspecify.annotations.NullMarked;
