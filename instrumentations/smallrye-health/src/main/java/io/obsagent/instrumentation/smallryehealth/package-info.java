// SPDX-License-Identifier: Apache-2.0
/** MicroProfile Health as SmallRye has it, for Quarkus and others: asked where it is. */
@NullMarked
package io.obsagent.instrumentation.smallryehealth;

import org.jspecify.annotations.NullMarked;
