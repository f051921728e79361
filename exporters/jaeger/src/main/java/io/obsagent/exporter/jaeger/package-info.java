// SPDX-License-Identifier: Apache-2.0
/** Sends spans to Jaeger as thrift: to a collector by HTTP, to an agent by UDP. */
@NullMarked
package io.obsagent.exporter.jaeger;

import org.jspecify.annotations.NullMarked;
