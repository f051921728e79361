// SPDX-License-Identifier: Apache-2.0
/** Routes of RESTEasy Reactive, which is Quarkus REST, above Vert.x, which owns the request. */
@NullMarked
package io.obsagent.instrumentation.resteasyreactive;

import org.jspecify.annotations.NullMarked;
