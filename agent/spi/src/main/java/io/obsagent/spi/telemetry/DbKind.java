// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

/** What kind of database is called: it decides on the metric, and on the name of a batch. */
public enum DbKind {
  SQL,

  /** Redis and what speaks its protocol: commands, pipelines, a metric with finer bounds. */
  REDIS,
  DOCUMENT,
  WIDE_COLUMN,
  SEARCH,
  GRAPH,
  OTHER
}
