// SPDX-License-Identifier: Apache-2.0
/**
 * OpenSearch's low-level client 2 and 3, and the Java client's own transport beside it, above
 * Apache's HTTP client 5.
 */
@NullMarked
package io.obsagent.instrumentation.opensearch;

import org.jspecify.annotations.NullMarked;
