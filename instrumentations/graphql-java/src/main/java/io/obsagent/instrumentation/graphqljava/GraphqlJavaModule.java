// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.graphqljava;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** A span for each operation that is executed; parsing and validation come before. */
public final class GraphqlJavaModule extends InstrumentationModule {
  public GraphqlJavaModule() {
    super("graphql-java", "GraphQL Java 16.2–26");
  }

  @Override
  public String description() {
    return "A span for each operation, with its type and name, and its duration by type as a metric,"
        + " also below Spring for GraphQL; never a query or its values.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ExecutionInstrumentation());
  }

  private static final class ExecutionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("graphql.execution.Execution");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("executeOperation")
              .takes(
                  "graphql.execution.ExecutionContext",
                  "java.lang.Object",
                  "graphql.language.OperationDefinition"),
          ExecutionAdvices.Execute.class.getName());
    }
  }
}
