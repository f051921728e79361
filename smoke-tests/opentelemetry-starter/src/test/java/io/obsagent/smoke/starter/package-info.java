// SPDX-License-Identifier: Apache-2.0
/** OpenTelemetry's SDK beside the agent. */
package io.obsagent.smoke.starter;
