// SPDX-License-Identifier: Apache-2.0
/** An application that knows nothing of the agent. */
package io.obsagent.smoke.extended;
