// SPDX-License-Identifier: Apache-2.0
/** Sends log records to Grafana Loki by its push API. */
@NullMarked
package io.obsagent.exporter.loki;

import org.jspecify.annotations.NullMarked;
