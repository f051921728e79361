// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.weaving;

/** Its implementations are woven. */
public interface Speaker {
  String speak();
}
