// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log record as it leaves the process: redacted and bounded. After <a
 * href="https://opentelemetry.io/docs/specs/otel/logs/data-model/">OpenTelemetry's data model</a>.
 * Immutable.
 *
 * @param epochNanos when it was logged, in nanoseconds since the epoch
 * @param observedEpochNanos when the agent took it
 * @param severityNumber 1–24
 * @param severityText the framework's own word
 * @param logger name of the logger, the scope of the data model; empty for the root
 * @param traceIdHigh the first eight bytes of the trace id; 0 with the other ids if there is no
 *     span
 * @param correlationId null without one
 * @param attributes thread, mapped context, markers and fields, under the names of the semantic
 *     conventions; values are {@code String}, {@code Long}, {@code Double} or {@code Boolean}
 * @param exceptionType null if nothing was thrown
 * @param exceptionStacktrace as {@code Throwable.printStackTrace} has it, causes included
 * @param bytes what it takes, about: the bounds of queues and files count these
 */
public record FinishedLog(
    long epochNanos,
    long observedEpochNanos,
    int severityNumber,
    String severityText,
    String body,
    String framework,
    String logger,
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    byte traceFlags,
    @Nullable String correlationId,
    Map<String, Object> attributes,
    @Nullable String exceptionType,
    @Nullable String exceptionMessage,
    @Nullable String exceptionStacktrace,
    int bytes) {}
