// SPDX-License-Identifier: Apache-2.0
/** Gauges and times of the pools of Tomcat JDBC. */
@NullMarked
package io.obsagent.instrumentation.tomcatjdbc;

import org.jspecify.annotations.NullMarked;
