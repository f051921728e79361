// SPDX-License-Identifier: Apache-2.0
/** Build time only: puts the agent's jar together. */
@NullMarked
package io.obsagent.assembler;

import org.jspecify.annotations.NullMarked;
