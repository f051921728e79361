// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

/** Makes the text of an answer; may take its time. */
@FunctionalInterface
interface Page {
  String text() throws Exception;
}
