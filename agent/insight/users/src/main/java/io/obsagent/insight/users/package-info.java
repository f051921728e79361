// SPDX-License-Identifier: Apache-2.0
/** How many people use the application: distinct users a day, week and month. */
@NullMarked
package io.obsagent.insight.users;

import org.jspecify.annotations.NullMarked;
