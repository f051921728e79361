// SPDX-License-Identifier: Apache-2.0
/** What comes from outside: pushed metrics, operations, and OTLP of other processes. */
@NullMarked
package io.obsagent.insight.ingest;

import org.jspecify.annotations.NullMarked;
