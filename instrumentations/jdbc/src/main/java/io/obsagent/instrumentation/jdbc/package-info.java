// SPDX-License-Identifier: Apache-2.0
/** Statements of JDBC drivers. */
@NullMarked
package io.obsagent.instrumentation.jdbc;

import org.jspecify.annotations.NullMarked;
