// SPDX-License-Identifier: Apache-2.0
/** An application that knows nothing of the agent, for docs/examples/methods-operations.yaml. */
package com.acme.operations;
