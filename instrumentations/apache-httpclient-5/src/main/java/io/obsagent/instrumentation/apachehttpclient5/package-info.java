// SPDX-License-Identifier: Apache-2.0
/** Calls of Apache HttpClient 5, classic and asynchronous. */
@NullMarked
package io.obsagent.instrumentation.apachehttpclient5;

import org.jspecify.annotations.NullMarked;
