// SPDX-License-Identifier: Apache-2.0
/** A bounded, reflection-free subset of Go templates, shared by rules and notifications. */
@NullMarked
package io.obsagent.insight.template;

import org.jspecify.annotations.NullMarked;
