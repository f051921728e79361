// SPDX-License-Identifier: Apache-2.0
/** Spring AI's vector stores, whoever has written them. */
@NullMarked
package io.obsagent.instrumentation.springaivectorstore;

import org.jspecify.annotations.NullMarked;
