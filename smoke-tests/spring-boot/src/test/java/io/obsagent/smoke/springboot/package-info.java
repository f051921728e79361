// SPDX-License-Identifier: Apache-2.0
/** An application of Spring Boot, and the tests of its log and its routes. */
@NullMarked
package io.obsagent.smoke.springboot;

import org.jspecify.annotations.NullMarked;
