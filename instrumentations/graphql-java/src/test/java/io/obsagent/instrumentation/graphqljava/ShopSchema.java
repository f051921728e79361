// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.graphqljava;

import static graphql.schema.idl.TypeRuntimeWiring.newTypeWiring;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.util.concurrent.CompletableFuture;

/** An application with a schema. */
final class ShopSchema {
  /** What a resolver on another thread waits for. */
  final CompletableFuture<String> later = new CompletableFuture<>();

  private final GraphQL graphql;

  ShopSchema() {
    RuntimeWiring wiring =
        RuntimeWiring.newRuntimeWiring()
            .type(
                newTypeWiring("Query")
                    .dataFetcher("product", call -> "product " + call.getArgument("id"))
                    .dataFetcher("later", call -> later)
                    .dataFetcher(
                        "broken",
                        call -> {
                          throw new IllegalStateException("broken");
                        })
                    .dataFetcher("missing", call -> null))
            .type(newTypeWiring("Mutation").dataFetcher("order", call -> "ordered"))
            .build();
    String schema =
        "type Query { product(id: String): String later: String broken: String missing: String! }"
            + " type Mutation { order: String }";
    graphql =
        GraphQL.newGraphQL(
                new SchemaGenerator()
                    .makeExecutableSchema(new SchemaParser().parse(schema), wiring))
            .build();
  }

  ExecutionResult execute(String query) {
    return graphql.execute(query);
  }

  CompletableFuture<ExecutionResult> executeLater(String query) {
    return graphql.executeAsync(ExecutionInput.newExecutionInput(query).build());
  }
}
