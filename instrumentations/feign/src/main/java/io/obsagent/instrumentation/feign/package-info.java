// SPDX-License-Identifier: Apache-2.0
/** Templates of URLs of Feign's methods, for the spans of the client that it uses. */
@NullMarked
package io.obsagent.instrumentation.feign;

import org.jspecify.annotations.NullMarked;
