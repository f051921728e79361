// SPDX-License-Identifier: Apache-2.0
/** Requests of Cassandra's driver 4, of DataStax or of Apache. */
@NullMarked
package io.obsagent.instrumentation.cassandra4;

import org.jspecify.annotations.NullMarked;
