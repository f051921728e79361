// SPDX-License-Identifier: Apache-2.0
/** The application's log events: from the frameworks to whoever keeps, formats or sends them. */
@NullMarked
package io.obsagent.spi.logs;

import org.jspecify.annotations.NullMarked;
