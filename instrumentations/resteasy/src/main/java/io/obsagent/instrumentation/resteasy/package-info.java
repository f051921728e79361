// SPDX-License-Identifier: Apache-2.0
/** Routes of RESTEasy 4 to 7, of either name space, on whichever server. */
@NullMarked
package io.obsagent.instrumentation.resteasy;

import org.jspecify.annotations.NullMarked;
