// SPDX-License-Identifier: Apache-2.0
/** Operations of GraphQL Java 16 to 26, below whatever serves them. */
@NullMarked
package io.obsagent.instrumentation.graphqljava;

import org.jspecify.annotations.NullMarked;
