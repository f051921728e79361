// SPDX-License-Identifier: Apache-2.0
/** Routes and errors of Micronaut, whose requests Netty serves. */
@NullMarked
package io.obsagent.instrumentation.micronaut;

import org.jspecify.annotations.NullMarked;
