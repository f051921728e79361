// SPDX-License-Identifier: Apache-2.0
/** The launcher: the only classes of the agent that an application could see. No dependency. */
package io.obsagent.bootstrap;
