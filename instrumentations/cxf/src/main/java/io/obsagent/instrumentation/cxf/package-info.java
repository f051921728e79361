// SPDX-License-Identifier: Apache-2.0
/** Routes of Apache CXF 3.4 to 4: of JAX-RS resources and of SOAP operations. */
@NullMarked
package io.obsagent.instrumentation.cxf;

import org.jspecify.annotations.NullMarked;
