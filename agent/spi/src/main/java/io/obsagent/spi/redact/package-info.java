// SPDX-License-Identifier: Apache-2.0
/** Takes secrets out of texts before anything of the agent keeps or sends them. */
@NullMarked
package io.obsagent.spi.redact;

import org.jspecify.annotations.NullMarked;
