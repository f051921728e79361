// SPDX-License-Identifier: Apache-2.0
/**
 * gRPC, on both sides.
 *
 * <p>Size: two sides, each with a call and its listener, that wrap what the library gives out.
 */
@NullMarked
package io.obsagent.instrumentation.grpc;

import org.jspecify.annotations.NullMarked;
