// SPDX-License-Identifier: Apache-2.0
/** Routes of Spring WebFlux 5.3 to 7, what its handlers fail with, and templates of WebClient. */
@NullMarked
package io.obsagent.instrumentation.springwebflux;

import org.jspecify.annotations.NullMarked;
