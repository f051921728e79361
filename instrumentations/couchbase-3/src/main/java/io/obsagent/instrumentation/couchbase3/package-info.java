// SPDX-License-Identifier: Apache-2.0
/** Requests of Couchbase's SDK 3. */
@NullMarked
package io.obsagent.instrumentation.couchbase3;

import org.jspecify.annotations.NullMarked;
