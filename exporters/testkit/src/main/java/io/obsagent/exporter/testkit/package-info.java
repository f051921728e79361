// SPDX-License-Identifier: Apache-2.0
/** What the tests of the exporters and of the span pipeline share; never part of the agent. */
@NullMarked
package io.obsagent.exporter.testkit;

import org.jspecify.annotations.NullMarked;
