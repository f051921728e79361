// SPDX-License-Identifier: Apache-2.0
/** Applications in JVMs of their own under the built jar: nothing changes for them. */
@NullMarked
package io.obsagent.smoke.safety;

import org.jspecify.annotations.NullMarked;
