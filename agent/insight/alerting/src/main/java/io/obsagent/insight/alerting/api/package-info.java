// SPDX-License-Identifier: Apache-2.0
/** The query and alert APIs as functions from a request to a response, without a server. */
@NullMarked
package io.obsagent.insight.alerting.api;

import org.jspecify.annotations.NullMarked;
