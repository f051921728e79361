// SPDX-License-Identifier: Apache-2.0
/** What happened in the application's business, for whoever keeps or counts it. */
@NullMarked
package io.obsagent.spi.event;

import org.jspecify.annotations.NullMarked;
