// SPDX-License-Identifier: Apache-2.0
/**
 * An application whose libraries are divided among class loaders that see no more than they need.
 */
@NullMarked
package io.obsagent.smoke.modular;

import org.jspecify.annotations.NullMarked;
