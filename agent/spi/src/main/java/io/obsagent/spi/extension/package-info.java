// SPDX-License-Identifier: Apache-2.0
/** Where extensions that were written for OpenTelemetry's SDK meet the agent. */
@NullMarked
package io.obsagent.spi.extension;

import org.jspecify.annotations.NullMarked;
