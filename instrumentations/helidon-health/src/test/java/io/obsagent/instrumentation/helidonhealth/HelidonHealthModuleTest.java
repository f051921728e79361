// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidonhealth;

import io.obsagent.testing.ModuleKit;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Helidon needs it; HelidonTest runs this")
class HelidonHealthModuleTest extends ModuleKit {
  private static final String HEALTH = "io.helidon.webserver.observe.health.";

  HelidonHealthModuleTest() {
    super(new HelidonHealthModule());
  }

  @Override
  protected String use() throws Exception {
    Class<?> check = Class.forName("io.helidon.health.HealthCheck");
    Object live = Class.forName("io.helidon.health.HealthCheckType").getField("LIVENESS").get(null);
    Object own =
        Proxy.newProxyInstance(
            check.getClassLoader(),
            new Class<?>[] {check},
            (self, method, arguments) -> method.getName().equals("type") ? live : "till");
    Class<?> config = Class.forName(HEALTH + "HealthObserverConfig");
    Constructor<?> service =
        Class.forName(HEALTH + "HealthService").getDeclaredConstructor(config, List.class);
    service.setAccessible(true);
    return service
        .newInstance(config.getMethod("create").invoke(null), List.of(own))
        .getClass()
        .getName();
  }
}
