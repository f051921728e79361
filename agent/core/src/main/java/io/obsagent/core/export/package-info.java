// SPDX-License-Identifier: Apache-2.0
/** From finished spans to the exporters: bounded queues, batches, retries, counts. */
@NullMarked
package io.obsagent.core.export;

import org.jspecify.annotations.NullMarked;
