// SPDX-License-Identifier: Apache-2.0
/**
 * The jobs of Quartz 2, whoever configures it.
 *
 * <p>Size: a job runs between two methods of the shell, and so its operation waits on the thread.
 */
@NullMarked
package io.obsagent.instrumentation.quartz;

import org.jspecify.annotations.NullMarked;
