// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.spi.telemetry.GenAiUsage;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a call of a model that has ended, to say what it cost. Immutable.
 *
 * @param operation {@code gen_ai.operation.name}
 * @param provider {@code gen_ai.provider.name}
 * @param model as it was asked for
 * @param answeredBy the model by the answer, which is priced if it is known; null where not told
 * @param tier of the service that answered, in the provider's words; null where not told
 * @param told the provider's own figure in USD; NaN where not told
 * @param failed whether it ended with an error: then what it used costs, if anything
 */
record AnsweredCall(
    String operation,
    String provider,
    String model,
    @Nullable String answeredBy,
    @Nullable String tier,
    GenAiUsage usage,
    double told,
    boolean failed) {
  boolean hasTokens() {
    return usage.input() >= 0 || usage.output() >= 0;
  }
}
