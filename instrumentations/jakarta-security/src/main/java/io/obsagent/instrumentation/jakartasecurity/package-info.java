// SPDX-License-Identifier: Apache-2.0
/** Logins by the servlet API and by Jakarta Security, in either name space. */
@NullMarked
package io.obsagent.instrumentation.jakartasecurity;

import org.jspecify.annotations.NullMarked;
