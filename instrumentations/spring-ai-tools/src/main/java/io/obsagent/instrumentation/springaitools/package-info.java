// SPDX-License-Identifier: Apache-2.0
/** Spring AI's tools, whoever has written them; which of them run, a model's answer says. */
@NullMarked
package io.obsagent.instrumentation.springaitools;

import org.jspecify.annotations.NullMarked;
