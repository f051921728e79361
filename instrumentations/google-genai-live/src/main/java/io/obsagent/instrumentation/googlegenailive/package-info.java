// SPDX-License-Identifier: Apache-2.0
/**
 * The Live API of google-genai. Size: a session, the web socket below it, and what the messages of
 * both sides say.
 */
@NullMarked
package io.obsagent.instrumentation.googlegenailive;

import org.jspecify.annotations.NullMarked;
