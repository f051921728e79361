// SPDX-License-Identifier: Apache-2.0
/** How an extension tells the agent of a host that the JDK alone knows too little of. */
@NullMarked
package io.obsagent.spi.host;

import org.jspecify.annotations.NullMarked;
