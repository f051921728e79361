// SPDX-License-Identifier: Apache-2.0
/** Sends log records to Elasticsearch and OpenSearch by their bulk API. */
@NullMarked
package io.obsagent.exporter.elasticsearch;

import org.jspecify.annotations.NullMarked;
