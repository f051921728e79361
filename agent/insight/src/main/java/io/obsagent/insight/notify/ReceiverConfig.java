// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.notify;

import java.util.List;

/** A named receiver; one without integrations swallows what is routed to it. */
record ReceiverConfig(String name, List<IntegrationConfig> integrations) {}
