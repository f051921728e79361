// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

/**
 * What one request has cost in one window.
 *
 * @param cpu µs of all threads but those of the JIT compiler
 * @param requestCpu µs of the threads that served the requests
 * @param kib allocated
 * @param spans that have arrived
 */
record Window(double cpu, double requestCpu, double kib, double spans) {

  static Window between(Stats before, Stats after, long spans, int requests) {
    double cpu = (after.cpu() - after.jitCpu()) - (before.cpu() - before.jitCpu());
    return new Window(
        cpu / requests / 1_000,
        (double) (after.requestCpu() - before.requestCpu()) / requests / 1_000,
        (double) (after.allocated() - before.allocated()) / requests / 1_024,
        (double) spans / requests);
  }
}
