// SPDX-License-Identifier: Apache-2.0
/** An application that knows nothing of the agent, for docs/examples/methods-agents.yaml. */
package com.acme.agents;
