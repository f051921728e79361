// SPDX-License-Identifier: Apache-2.0
/**
 * Statements of JDBC drivers.
 *
 * <p>Size: all drivers and all kinds of statement; what a statement says is found in three ways,
 * and its rows are counted by option.
 */
@NullMarked
package io.obsagent.instrumentation.jdbc;

import org.jspecify.annotations.NullMarked;
