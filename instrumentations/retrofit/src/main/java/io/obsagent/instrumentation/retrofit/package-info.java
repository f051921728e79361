// SPDX-License-Identifier: Apache-2.0
/** Templates of URLs of Retrofit's methods, for the spans of OkHttp. */
@NullMarked
package io.obsagent.instrumentation.retrofit;

import org.jspecify.annotations.NullMarked;
