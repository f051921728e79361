// SPDX-License-Identifier: Apache-2.0
/**
 * The configuration: where values come from, which of them counts, and what is wrong with them.
 * Used before the application starts, so it loads little.
 */
@NullMarked
package io.obsagent.core.config;

import org.jspecify.annotations.NullMarked;
