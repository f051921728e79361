// SPDX-License-Identifier: Apache-2.0
/** Routes of templates as JAX-RS has them, for whichever implementation and name space. */
@NullMarked
package io.obsagent.instrumentation.shared.jaxrs;

import org.jspecify.annotations.NullMarked;
