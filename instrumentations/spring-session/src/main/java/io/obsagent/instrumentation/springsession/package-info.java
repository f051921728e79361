// SPDX-License-Identifier: Apache-2.0
/** How many sessions there are of those that Spring Session keeps. */
@NullMarked
package io.obsagent.instrumentation.springsession;

import org.jspecify.annotations.NullMarked;
