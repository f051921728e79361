// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.alert.Alert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A firing alert and what becomes of it.
 *
 * @param receivers where it is routed to
 * @param mutedBy why nobody is told now, or empty
 */
public record AlertView(
    Alert alert,
    List<String> receivers,
    String mutedBy,
    @Nullable Acknowledgement acknowledgement) {}
