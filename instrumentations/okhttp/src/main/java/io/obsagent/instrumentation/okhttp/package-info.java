// SPDX-License-Identifier: Apache-2.0
/**
 * Calls of OkHttp 3 to 5.
 *
 * <p>Size: its names changed with Kotlin, so that each fact is read in two ways.
 */
@NullMarked
package io.obsagent.instrumentation.okhttp;

import org.jspecify.annotations.NullMarked;
