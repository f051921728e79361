// SPDX-License-Identifier: Apache-2.0
/**
 * Blocking calls of Apache HttpClient 4.
 *
 * <p>Size: the application's own request goes out, and is given back as it was.
 */
@NullMarked
package io.obsagent.instrumentation.apachehttpclient4;

import org.jspecify.annotations.NullMarked;
