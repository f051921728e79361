// SPDX-License-Identifier: Apache-2.0
/** A small shop: what an application looks like that an agent has to watch. */
@NullMarked
package io.obsagent.smoke.shop;

import org.jspecify.annotations.NullMarked;
