// SPDX-License-Identifier: Apache-2.0
/** Prometheus' query API over the series store. */
@NullMarked
package io.obsagent.insight.query;

import org.jspecify.annotations.NullMarked;
