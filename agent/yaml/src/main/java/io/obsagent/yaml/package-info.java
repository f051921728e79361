// SPDX-License-Identifier: Apache-2.0
/**
 * The one reader of YAML: {@code obs-agent.yaml}, rule files, tests of rules, Alertmanager's
 * configuration. Text becomes nodes with places, and nodes are read key by key.
 */
@NullMarked
package io.obsagent.yaml;

import org.jspecify.annotations.NullMarked;
