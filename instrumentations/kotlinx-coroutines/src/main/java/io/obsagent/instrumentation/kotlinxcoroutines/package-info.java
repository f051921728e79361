// SPDX-License-Identifier: Apache-2.0
/**
 * The context of who starts a coroutine, in Kotlin. It is an element of the coroutine's own
 * context, by which the library itself sets it on each thread that goes on with the coroutine, and
 * takes it back where the coroutine suspends.
 */
@NullMarked
package io.obsagent.instrumentation.kotlinxcoroutines;

import org.jspecify.annotations.NullMarked;
