// SPDX-License-Identifier: Apache-2.0
/** What modules of schedulers share. */
@NullMarked
package io.obsagent.instrumentation.shared.scheduling;

import org.jspecify.annotations.NullMarked;
