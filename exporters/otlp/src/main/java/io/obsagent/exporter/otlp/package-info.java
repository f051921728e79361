// SPDX-License-Identifier: Apache-2.0
/** Sends spans by the OpenTelemetry protocol. */
@NullMarked
package io.obsagent.exporter.otlp;

import org.jspecify.annotations.NullMarked;
