// SPDX-License-Identifier: Apache-2.0
/**
 * What stands behind obs-api. Its classes are the application's; what is put into its one empty
 * method is loaded beside them, and speaks to the agent.
 *
 * <p>Size: an API has as many answers as questions.
 */
@NullMarked
package io.obsagent.instrumentation.obsapi;

import org.jspecify.annotations.NullMarked;
