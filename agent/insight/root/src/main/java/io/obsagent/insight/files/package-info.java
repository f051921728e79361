// SPDX-License-Identifier: Apache-2.0
/** Files that features read again when they change. */
@NullMarked
package io.obsagent.insight.files;

import org.jspecify.annotations.NullMarked;
