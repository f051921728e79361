// SPDX-License-Identifier: Apache-2.0
/** What a call of a model costs by each SDK, with the agent and without. */
@NullMarked
package io.obsagent.smoke.aioverhead;

import org.jspecify.annotations.NullMarked;
