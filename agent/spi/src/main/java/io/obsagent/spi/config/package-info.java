// SPDX-License-Identifier: Apache-2.0
/** Options: declared once as constants, read once, never looked up on the request path. */
@NullMarked
package io.obsagent.spi.config;

import org.jspecify.annotations.NullMarked;
