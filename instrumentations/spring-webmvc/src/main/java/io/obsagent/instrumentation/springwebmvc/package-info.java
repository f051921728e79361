// SPDX-License-Identifier: Apache-2.0
/** Routes of Spring MVC 5.3 to 7. */
@NullMarked
package io.obsagent.instrumentation.springwebmvc;

import org.jspecify.annotations.NullMarked;
