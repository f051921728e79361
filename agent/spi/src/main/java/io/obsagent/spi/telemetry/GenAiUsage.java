// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

/**
 * Tokens of one call; -1 where the provider did not tell. Input includes cached, output includes
 * reasoning tokens, as the OpenTelemetry GenAI conventions count them.
 */
public record GenAiUsage(
    long input, long output, long cacheRead, long cacheWrite, long reasoning) {}
