// SPDX-License-Identifier: Apache-2.0
/**
 * MicroProfile Health as WildFly has it: the server asks the checks of all of its deployments, and
 * those of its own for readiness.
 */
@NullMarked
package io.obsagent.instrumentation.wildflyhealth;

import org.jspecify.annotations.NullMarked;
