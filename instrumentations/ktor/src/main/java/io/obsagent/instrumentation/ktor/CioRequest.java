// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import io.ktor.http.cio.Request;
import io.ktor.server.cio.backend.ServerRequestScope;

/** A request, and whose it is. */
record CioRequest(Request request, ServerRequestScope scope) {}
