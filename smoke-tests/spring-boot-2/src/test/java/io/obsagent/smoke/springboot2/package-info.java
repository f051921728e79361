// SPDX-License-Identifier: Apache-2.0
/** An application of Spring Boot 2, and the test of its log. */
@NullMarked
package io.obsagent.smoke.springboot2;

import org.jspecify.annotations.NullMarked;
