// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import java.util.List;

/**
 * A named receiver; one without integrations swallows what is routed to it.
 *
 * @param leftOut how many were configured wrong, and are not among them
 */
public record ReceiverConfig(String name, List<IntegrationConfig> integrations, int leftOut) {}
