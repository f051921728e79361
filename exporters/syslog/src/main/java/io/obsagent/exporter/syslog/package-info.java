// SPDX-License-Identifier: Apache-2.0
/** Sends log records to syslog receivers, RFC 5424 over TCP and TLS. */
@NullMarked
package io.obsagent.exporter.syslog;

import org.jspecify.annotations.NullMarked;
