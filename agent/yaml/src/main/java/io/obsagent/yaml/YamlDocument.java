// SPDX-License-Identifier: Apache-2.0
package io.obsagent.yaml;

import io.obsagent.spi.config.ConfigNode;
import java.util.List;

/**
 * The first document of a file. Immutable.
 *
 * @param file its name for messages
 * @param root {@link ConfigNode.Empty} if nothing stands in it
 * @param faults keys that are given twice, of which the last counts, and keys that are no text,
 *     which do not count
 * @param warnings what was left out though nothing is wrong with it: further documents
 */
public record YamlDocument(
    String file, ConfigNode root, List<String> faults, List<String> warnings) {}
