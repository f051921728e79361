// SPDX-License-Identifier: Apache-2.0
/**
 * Hosts extensions that were written for OpenTelemetry's SDK: the agent's spans are shown to them
 * as the SDK's. Nothing of it, and nothing of the SDK, is loaded without {@code obs.extensions}.
 */
@NullMarked
package io.obsagent.extensions;

import org.jspecify.annotations.NullMarked;
