// SPDX-License-Identifier: Apache-2.0
/** What the application logs: from its threads into the memory that is searched. */
@NullMarked
package io.obsagent.logs.store;

import org.jspecify.annotations.NullMarked;
