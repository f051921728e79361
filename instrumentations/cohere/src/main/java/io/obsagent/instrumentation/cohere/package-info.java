// SPDX-License-Identifier: Apache-2.0
/**
 * cohere-java. Size: two versions of an API, whose answers and parts of answers are built
 * differently, and a stream that cannot be wrapped.
 */
@NullMarked
package io.obsagent.instrumentation.cohere;

import org.jspecify.annotations.NullMarked;
