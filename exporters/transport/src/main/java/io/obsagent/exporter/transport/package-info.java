// SPDX-License-Identifier: Apache-2.0
/** How exporters reach a back end: byte buffers, connections with deadlines, TLS, HTTP. */
@NullMarked
package io.obsagent.exporter.transport;

import org.jspecify.annotations.NullMarked;
