// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.weaving;

/** Between the interface and what is woven. */
abstract class Quiet implements Speaker {}
