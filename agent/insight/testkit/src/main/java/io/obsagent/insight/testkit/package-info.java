// SPDX-License-Identifier: Apache-2.0
/** What tests of insight's features share. */
@NullMarked
package io.obsagent.insight.testkit;

import org.jspecify.annotations.NullMarked;
