// SPDX-License-Identifier: Apache-2.0
/** What modules of Kotlin's coroutines share. */
@NullMarked
package io.obsagent.instrumentation.shared.coroutines;

import org.jspecify.annotations.NullMarked;
