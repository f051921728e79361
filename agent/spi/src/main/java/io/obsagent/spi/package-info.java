// SPDX-License-Identifier: Apache-2.0
/** What an instrumentation is: modules, types and methods to advise. */
@NullMarked
package io.obsagent.spi;

import org.jspecify.annotations.NullMarked;
