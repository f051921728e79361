// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.graphqljava;

import graphql.language.OperationDefinition;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkKind;
import io.obsagent.spi.telemetry.WorkOperation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Spans as the <a
 * href="https://opentelemetry.io/docs/specs/semconv/graphql/graphql-spans/">semantic
 * conventions</a> have them: named by the type alone, as the client chooses the name. Operations
 * nest, where what fetches data executes another.
 */
final class Operations {
  private static final WorkKind KIND = WorkKind.registerNesting("graphql", SpanKind.INTERNAL);
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("graphql.operation.type");
  private static final AttributeKey<String> NAME = AttributeKey.stringKey("graphql.operation.name");
  private static final MetricDefinition DURATION =
      MetricDefinition.histogram(
              "graphql_operation_duration_seconds",
              "Executions of GraphQL operations, until their result is there.",
              0.001,
              0.005,
              0.01,
              0.025,
              0.05,
              0.1,
              0.25,
              0.5,
              1,
              2.5,
              5,
              10)
          .unit("s")
          .labels("type", Work.OUTCOME);

  private Operations() {}

  /** By the ordinal of the type, all that executions of it have in common. */
  private static final class Works {
    private static final Work[] OF_TYPE = ofTypes();

    private static Work[] ofTypes() {
      OperationDefinition.Operation[] types = OperationDefinition.Operation.values();
      Work[] works = new Work[types.length];
      for (int i = 0; i < types.length; i++) {
        String type = types[i].name().toLowerCase(Locale.ROOT);
        works[i] = Work.of(KIND, type).attribute(TYPE, type).duration(DURATION, type);
      }
      return works;
    }
  }

  static @Nullable WorkOperation start(OperationDefinition definition) {
    OperationDefinition.Operation type = definition.getOperation();
    WorkOperation operation =
        type == null ? null : WorkOperation.start(Works.OF_TYPE[type.ordinal()]);
    String name = definition.getName();
    if (operation != null && name != null) {
      operation.span().setAttribute(NAME, name);
    }
    return operation;
  }
}
