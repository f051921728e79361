// SPDX-License-Identifier: Apache-2.0
/** Spring's listener containers for JMS. */
@NullMarked
package io.obsagent.instrumentation.springjms;

import org.jspecify.annotations.NullMarked;
