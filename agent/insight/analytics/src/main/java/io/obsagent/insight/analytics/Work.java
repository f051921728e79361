// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.analytics;

import io.obsagent.insight.labels.Labels;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Kinds of work whose time is measured: the metric, what names one of them, and what failed. */
enum Work {
  REQUEST("http_request_duration_seconds", List.of("method", "route"), "status_code", "5"),
  OPERATION("operation_duration_seconds", List.of("operation"), "outcome", ""),
  PIPELINE("pipeline_duration_seconds", List.of("pipeline", "stage"), "status", ""),
  DATABASE(
      "database_query_duration_seconds", List.of("database", "query_type", "table"), "status", ""),
  REDIS("redis_command_duration_seconds", List.of("command", "server"), "status", ""),
  HTTP_CALL("http_client_request_duration_seconds", List.of("method", "host"), "error_type", "*"),
  AI("ai_request_duration_seconds", List.of("provider", "model"), "error_type", "*"),
  MESSAGE("messaging_process_duration_seconds", List.of("system", "destination"), "outcome", ""),
  TASK("scheduled_task_duration_seconds", List.of("task"), "outcome", "");

  private static final String SUCCESS = "success";

  final String metric;
  private final List<String> names;
  private final String outcome;
  private final String failure;

  /**
   * @param names labels that together name one of them
   * @param outcome label that tells how it went
   * @param failure how the outcome of a failure begins; {@code *} for anything, empty for anything
   *     but success
   */
  Work(String metric, List<String> names, String outcome, String failure) {
    this.metric = metric;
    this.names = names;
    this.outcome = outcome;
    this.failure = failure;
  }

  /** As answers have it: {@code http_call}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String name(Labels labels) {
    StringJoiner name = new StringJoiner(" ");
    for (String label : names) {
      String value = labels.get(label);
      if (!value.isEmpty()) {
        name.add(value);
      }
    }
    return name.toString();
  }

  boolean isFailure(Labels labels) {
    String value = labels.get(outcome);
    if (value.isEmpty()) {
      return false;
    }
    return failure.isEmpty()
        ? !value.equals(SUCCESS) && !value.equals("ok")
        : failure.equals("*") || value.startsWith(failure);
  }
}
