// SPDX-License-Identifier: Apache-2.0
/** What the application logs: kept, searched, grouped, formatted and handed on. */
@NullMarked
package io.obsagent.logs;

import org.jspecify.annotations.NullMarked;
