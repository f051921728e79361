// SPDX-License-Identifier: Apache-2.0
/** What a SQL text says about itself without its data: one scan, then a bounded cache. */
@NullMarked
package io.obsagent.core.sql;

import org.jspecify.annotations.NullMarked;
