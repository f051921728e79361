// SPDX-License-Identifier: Apache-2.0
/** What the user says is a secret in what the application logs, wherever it is kept or written. */
@NullMarked
package io.obsagent.logs.redact;

import org.jspecify.annotations.NullMarked;
