// SPDX-License-Identifier: Apache-2.0
/** Levels of the application's loggers, changed while it runs. */
@NullMarked
package io.obsagent.logs.levels;

import org.jspecify.annotations.NullMarked;
