// SPDX-License-Identifier: Apache-2.0
/**
 * Elasticsearch's low-level clients: that of 7 to 9 above Apache's HTTP client 4, and the one of 9
 * above version 5 ({@code Rest5Client}). The Java client of any version calls one of them.
 *
 * <p>Size: the two clients are the same but for their types.
 */
@NullMarked
package io.obsagent.instrumentation.elasticsearch;

import org.jspecify.annotations.NullMarked;
