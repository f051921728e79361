// SPDX-License-Identifier: Apache-2.0
/**
 * What clients of Elasticsearch and OpenSearch have in common: they are HTTP with known paths.
 *
 * <p>Size: the paths, and answers of two HTTP libraries.
 */
@NullMarked
package io.obsagent.instrumentation.shared.search;

import org.jspecify.annotations.NullMarked;
