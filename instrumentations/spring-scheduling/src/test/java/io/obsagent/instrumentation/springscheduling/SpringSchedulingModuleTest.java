// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import io.obsagent.testing.ModuleKit;
import java.util.ArrayList;
import java.util.List;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.scheduling.support.ScheduledMethodRunnable;

class SpringSchedulingModuleTest extends ModuleKit {
  SpringSchedulingModuleTest() {
    super(new SpringSchedulingModule());
  }

  private final List<String> seen = new ArrayList<>();

  /** Called by Spring. */
  public void job() {
    seen.add("job");
    throw new IllegalStateException("broken job");
  }

  private void async() {
    throw new IllegalStateException("broken async");
  }

  @Override
  protected String use() throws Exception {
    seen.clear();
    try {
      new ScheduledMethodRunnable(this, "job").run();
    } catch (IllegalStateException e) {
      seen.add(e.getMessage());
    }
    Runnable target = this::async;
    ProxyFactory factory = new ProxyFactory(target);
    factory.addAdvice(
        new AsyncExecutionInterceptor(
            Runnable::run,
            (thrown, method, arguments) -> seen.add(method.getName() + thrown.getMessage())));
    ((Runnable) factory.getProxy()).run();
    return seen.toString();
  }
}
