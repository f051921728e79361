// SPDX-License-Identifier: Apache-2.0
/** What happens now and then and is worth keeping: deployments, incidents, business events. */
@NullMarked
package io.obsagent.spi.event;

import org.jspecify.annotations.NullMarked;
