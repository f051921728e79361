// SPDX-License-Identifier: Apache-2.0
/** Parts of the agent that start after the application: the port, alerts, exposition. */
@NullMarked
package io.obsagent.spi.service;

import org.jspecify.annotations.NullMarked;
