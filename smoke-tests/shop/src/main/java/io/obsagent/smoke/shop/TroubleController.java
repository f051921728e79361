// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Pages that are slow, that fail, and the switch for {@link Faults}. */
@RestController
class TroubleController {
  private final Faults faults;

  TroubleController(Faults faults) {
    this.faults = faults;
  }

  @GetMapping("/slow")
  String slow(@RequestParam(name = "millis", defaultValue = "1500") long millis)
      throws InterruptedException {
    Thread.sleep(Math.max(0, Math.min(Faults.MAX_LATENCY, millis)));
    return "at last";
  }

  @GetMapping("/fail")
  String fail() {
    throw new IllegalStateException("this page always fails");
  }

  @GetMapping("/faults")
  Faults.Fault faults() {
    return faults.now();
  }

  @PostMapping("/faults")
  Faults.Fault faults(
      @RequestParam(name = "latency", defaultValue = "0") long latency,
      @RequestParam(name = "errorRate", defaultValue = "0") double errorRate) {
    faults.set(new Faults.Fault(latency, errorRate));
    return faults.now();
  }
}
