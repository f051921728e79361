// SPDX-License-Identifier: Apache-2.0
/** cohere-java. */
@NullMarked
package io.obsagent.instrumentation.cohere;

import org.jspecify.annotations.NullMarked;
