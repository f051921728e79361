// SPDX-License-Identifier: Apache-2.0
/**
 * Metrics of the JVM, the process and the host, from MXBeans and /proc. Loaded after the
 * application has started: management beans touched earlier change how it starts.
 */
@NullMarked
package io.obsagent.core.runtime;

import org.jspecify.annotations.NullMarked;
