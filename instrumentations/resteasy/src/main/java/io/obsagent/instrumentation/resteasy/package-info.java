// SPDX-License-Identifier: Apache-2.0
/**
 * Routes of RESTEasy 4 to 7, of either name space, on whichever server.
 *
 * <p>Size: a matched template is told nowhere, so it is kept as a resource is registered.
 */
@NullMarked
package io.obsagent.instrumentation.resteasy;

import org.jspecify.annotations.NullMarked;
