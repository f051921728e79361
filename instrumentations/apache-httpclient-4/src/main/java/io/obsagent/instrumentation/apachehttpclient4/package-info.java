// SPDX-License-Identifier: Apache-2.0
/**
 * Calls of Apache HttpClient 4 and of HttpAsyncClient 4.
 *
 * <p>Size: the application's own request goes out, and is given back as it was; three parties of an
 * asynchronous call each need a wrapper of three to nine methods.
 */
@NullMarked
package io.obsagent.instrumentation.apachehttpclient4;

import org.jspecify.annotations.NullMarked;
