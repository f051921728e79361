// SPDX-License-Identifier: Apache-2.0
/** What a part of the agent needs to answer requests on the agent's own port. */
@NullMarked
package io.obsagent.spi.http;

import org.jspecify.annotations.NullMarked;
