// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.yaml.YamlReader;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** An application that is deployed, read and dropped, again and again. */
class DroppedApplicationTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int DEPLOYMENTS = 20;

  /** What the application has. */
  public interface DeskMBean {
    int getOrders();
  }

  /** What the application has. */
  public static final class Desk implements DeskMBean {
    private int asked;

    @Override
    public int getOrders() {
      return ++asked;
    }
  }

  private static final class Deployment extends URLClassLoader {
    Deployment(URL classes) {
      super(new URL[] {classes}, DroppedApplicationTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null
            ? loaded
            : name.startsWith(DroppedApplicationTest.class.getName() + "$Desk")
                ? findClass(name)
                : super.loadClass(name, resolve);
      }
    }
  }

  /** Deploys, reads twice, and drops. */
  private static WeakReference<ClassLoader> deploy(Beans beans, int number) throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("com.acme:type=Desk,name=desk-" + number);
    URL classes = Desk.class.getProtectionDomain().getCodeSource().getLocation();
    try (Deployment loader = new Deployment(classes)) {
      Constructor<?> desk = loader.loadClass(Desk.class.getName()).getDeclaredConstructor();
      Object bean = desk.newInstance();
      assertThat(bean).isNotInstanceOf(Desk.class);
      server.registerMBean(bean, name);
      for (int asked = 1; asked <= 2; asked++) {
        List<MetricFamily> families = Beans.Reader.INSTANCE.read(beans);
        assertThat(families).hasSize(1);
        assertThat(families.get(0).points())
            .as("the agent's questions are the only ones")
            .singleElement()
            .extracting(point -> ((MetricFamily.NumberPoint) point).value())
            .isEqualTo((double) asked);
      }
      server.unregisterMBean(name);
      return new WeakReference<>(loader);
    }
  }

  @Test
  void whatWasReadIsLetGo() throws Exception {
    String yaml =
        """
        - beans: "com.acme:type=Desk,name=*"
          labels: {desk: name}
          metrics: [{name: desk_orders, attribute: Orders}]
        """;
    Beans beans =
        new Beans(RuleReader.read(YamlReader.read("obs-agent.yaml", yaml).root(), line -> {}));
    List<WeakReference<ClassLoader>> dropped = new ArrayList<>();
    for (int i = 0; i < DEPLOYMENTS; i++) {
      dropped.add(deploy(beans, i));
    }
    assertThat(Beans.Reader.INSTANCE.read(beans)).isEmpty();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (dropped.stream().anyMatch(loader -> !loader.refersTo(null))) {
      assertThat(System.nanoTime() - deadline).as("loaders are still held").isNegative();
      System.gc();
      LockSupport.parkNanos(20_000_000);
    }
  }
}
