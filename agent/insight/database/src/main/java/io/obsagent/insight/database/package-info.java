// SPDX-License-Identifier: Apache-2.0
/** Which SQL statements cost most in a time, which fail, and which are run in loops. */
@NullMarked
package io.obsagent.insight.database;

import org.jspecify.annotations.NullMarked;
