// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.weaving;

/** Stands for a library: it knows nothing of the agent. */
public class ShelfClient {
  public String find(String key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("no key");
    }
    return "document " + key;
  }
}
