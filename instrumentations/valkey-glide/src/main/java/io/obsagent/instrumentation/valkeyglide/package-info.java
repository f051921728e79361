// SPDX-License-Identifier: Apache-2.0
/**
 * Commands, batches and scripts of Valkey GLIDE 2.
 *
 * <p>Size: commands are handed over in six ways, and have names of the library's own.
 */
@NullMarked
package io.obsagent.instrumentation.valkeyglide;

import org.jspecify.annotations.NullMarked;
