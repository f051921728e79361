// SPDX-License-Identifier: Apache-2.0
/** Methods that a file names, in a JVM that runs under the agent. */
package io.obsagent.smoke.methods;
