// SPDX-License-Identifier: Apache-2.0
/** What is known of the health of the application and of what it calls. */
@NullMarked
package io.obsagent.spi.health;

import org.jspecify.annotations.NullMarked;
