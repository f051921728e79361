// SPDX-License-Identifier: Apache-2.0
/** Routes of Spark 2.9, the web framework, whose Jetty owns the request. */
@NullMarked
package io.obsagent.instrumentation.spark;

import org.jspecify.annotations.NullMarked;
