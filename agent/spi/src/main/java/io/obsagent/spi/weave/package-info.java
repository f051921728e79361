// SPDX-License-Identifier: Apache-2.0
/** Weaving of methods that a user names while the application runs, beside that of modules. */
@NullMarked
package io.obsagent.spi.weave;

import org.jspecify.annotations.NullMarked;
