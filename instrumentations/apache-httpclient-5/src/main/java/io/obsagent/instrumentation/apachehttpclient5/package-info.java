// SPDX-License-Identifier: Apache-2.0
/**
 * Calls of Apache HttpClient 5, classic and asynchronous.
 *
 * <p>Size: three parties of an asynchronous call each need a wrapper of seven or eight methods.
 */
@NullMarked
package io.obsagent.instrumentation.apachehttpclient5;

import org.jspecify.annotations.NullMarked;
