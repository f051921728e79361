// SPDX-License-Identifier: Apache-2.0
/** What advice reports: operations of servers, clients, databases and AI providers. */
@NullMarked
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.NullMarked;
