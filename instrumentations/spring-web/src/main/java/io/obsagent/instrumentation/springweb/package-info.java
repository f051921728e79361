// SPDX-License-Identifier: Apache-2.0
/** Templates of URLs that Spring's RestTemplate and RestClient are given, for the spans below. */
@NullMarked
package io.obsagent.instrumentation.springweb;

import org.jspecify.annotations.NullMarked;
