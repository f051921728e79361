// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A call to a model as its caller asked for it. Unknown numbers are -1 or NaN. Never content.
 *
 * @param operation {@code chat}, {@code embeddings}, {@code generate_content} …
 * @param provider {@code gen_ai.provider.name}: {@code openai}, {@code azure.ai.openai} …
 * @param model the model asked for
 * @param host server address, or null
 */
public record GenAiRequest(
    String operation,
    String provider,
    String model,
    @Nullable String host,
    int port,
    boolean stream,
    long maxTokens,
    double temperature,
    double topP) {}
