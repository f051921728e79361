// SPDX-License-Identifier: Apache-2.0
/** A web application, and the server that deploys it again and again. */
@NullMarked
package io.obsagent.smoke.war;

import org.jspecify.annotations.NullMarked;
