// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.obsagent.spi.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * The agent's side of this package, installed once by core. Its methods neither block nor throw.
 */
public interface TelemetryProvider {
  <Q> @Nullable HttpServerOperation startHttpServer(HttpServerAdapter<Q, ?> adapter, Q request);

  @Nullable HttpServerOperation currentHttpServer();

  <Q> @Nullable HttpClientOperation startHttpClient(HttpClientRequest<Q> reader, Q request);

  @Nullable DbOperation startDb(DbTarget target, DbStatement statement, int batchSize);

  @Nullable GenAiOperation startGenAi(GenAiRequest request);

  DbStatement analyseSql(String sql, boolean parameterised, boolean quotedText);

  @Nullable LogFields logFields();

  Metrics metrics();
}
