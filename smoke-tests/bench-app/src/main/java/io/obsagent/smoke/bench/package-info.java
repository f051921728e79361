// SPDX-License-Identifier: Apache-2.0
/** The application under the overhead benchmark: a server with a few pages, and what they cost. */
@NullMarked
package io.obsagent.smoke.bench;

import org.jspecify.annotations.NullMarked;
