// SPDX-License-Identifier: Apache-2.0
/**
 * What clients of AI models share: whom they talk to, and answers that come later or in parts; and
 * what frameworks around them do: searches, tools, MCP. Size: a class for each way in which an
 * answer comes, and for each kind of work.
 */
@NullMarked
package io.obsagent.instrumentation.shared.genai;

import org.jspecify.annotations.NullMarked;
