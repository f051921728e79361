// SPDX-License-Identifier: Apache-2.0
/** The float language of Prometheus 3: parser, engine and the notation of test series. */
@NullMarked
package io.obsagent.insight.promql;

import org.jspecify.annotations.NullMarked;
