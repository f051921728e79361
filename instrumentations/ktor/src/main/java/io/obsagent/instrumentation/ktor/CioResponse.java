// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import io.ktor.server.cio.CIOApplicationResponse;
import org.jspecify.annotations.Nullable;

/** A response, which CIO makes after the request has begun. */
final class CioResponse {
  volatile @Nullable CIOApplicationResponse response;
}
