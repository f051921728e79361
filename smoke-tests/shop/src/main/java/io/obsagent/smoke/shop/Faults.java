// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Makes the shop slow and failing on purpose, as long as it is told to. */
@Component
class Faults implements HandlerInterceptor, WebMvcConfigurer {
  static final long MAX_LATENCY = 30_000;

  /**
   * What goes wrong.
   *
   * @param latency milliseconds added to each request, 0 to 30,000
   * @param errorRate share of the requests that fail, 0 to 1
   */
  record Fault(long latency, double errorRate) {
    Fault {
      latency = Math.max(0, Math.min(MAX_LATENCY, latency));
      errorRate = Math.max(0, Math.min(1, errorRate));
    }
  }

  private volatile Fault fault = new Fault(0, 0);

  Fault now() {
    return fault;
  }

  void set(Fault fault) {
    this.fault = fault;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).excludePathPatterns("/faults", "/error");
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws InterruptedException {
    Fault current = fault;
    if (current.latency() > 0) {
      Thread.sleep(current.latency());
    }
    if (ThreadLocalRandom.current().nextDouble() < current.errorRate()) {
      throw new IllegalStateException("a fault that was asked for");
    }
    return true;
  }
}
