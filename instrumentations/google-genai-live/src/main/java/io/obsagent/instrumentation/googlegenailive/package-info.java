// SPDX-License-Identifier: Apache-2.0
/** The Live API of google-genai. */
@NullMarked
package io.obsagent.instrumentation.googlegenailive;

import org.jspecify.annotations.NullMarked;
