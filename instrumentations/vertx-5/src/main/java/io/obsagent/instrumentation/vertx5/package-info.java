// SPDX-License-Identifier: Apache-2.0
/** The context of whoever waits for a future of Vert.x 5. */
@NullMarked
package io.obsagent.instrumentation.vertx5;

import org.jspecify.annotations.NullMarked;
