// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jmx;

import io.obsagent.jmx.BeanRule.Label;
import io.obsagent.jmx.BeanRule.Metric;
import io.obsagent.spi.metrics.MetricFamilies;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.Metrics.FamilyReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * Reads the attributes that rules name, of all servers of MBeans that are there. It makes none: the
 * platform's is the application's to set up first, with a builder of its own perhaps. Thread-safe.
 */
final class Beans {
  /** A pattern that fits more is cut off. */
  private static final int MAX_BEANS = 1_000;

  private volatile List<BeanRule> rules;

  Beans(List<BeanRule> rules) {
    this.rules = rules;
  }

  void use(List<BeanRule> newRules) {
    rules = newRules;
  }

  /** A constant, as registries are held weakly. */
  enum Reader implements FamilyReader<Beans> {
    INSTANCE;

    @Override
    public List<MetricFamily> read(Beans beans) {
      return beans.families();
    }
  }

  private List<MetricFamily> families() {
    MetricFamilies families = new MetricFamilies();
    for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
      for (BeanRule rule : rules) {
        Set<ObjectName> seen = new HashSet<>();
        for (ObjectName pattern : rule.beans()) {
          for (ObjectName bean : server.queryNames(pattern, null)) {
            if (seen.size() < MAX_BEANS && seen.add(bean)) {
              read(server, rule, bean, families);
            }
          }
        }
      }
    }
    return families.families();
  }

  private static void read(
      MBeanServer server, BeanRule rule, ObjectName bean, MetricFamilies families) {
    Map<String, Object> values = values(server, rule, bean);
    List<String> names = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Label label : rule.labels()) {
      names.add(label.name());
      labels.add(label.valueOf(bean));
    }
    for (Metric metric : rule.metrics()) {
      Double value = number(values.get(metric.outer()), metric.inner());
      if (value != null) {
        families.add(
            metric.name(),
            metric.help(),
            "",
            metric.type(),
            names,
            new NumberPoint(labels, value * metric.scale(), null));
      }
    }
  }

  /** What the bean has of the attributes; one that fails is left out. */
  private static Map<String, Object> values(MBeanServer server, BeanRule rule, ObjectName bean) {
    Set<String> wanted = new HashSet<>();
    rule.metrics().forEach(metric -> wanted.add(metric.outer()));
    Map<String, Object> values = new HashMap<>();
    try {
      for (Attribute each : server.getAttributes(bean, wanted.toArray(new String[0])).asList()) {
        values.put(each.getName(), each.getValue());
      }
    } catch (JMException | RuntimeException | LinkageError e) {
      return Map.of(); // it has gone meanwhile, or its own code fails
    }
    return values;
  }

  private static @Nullable Double number(@Nullable Object value, String item) {
    Object found = value;
    if (!item.isEmpty()) {
      found =
          value instanceof CompositeData composite && composite.containsKey(item)
              ? composite.get(item)
              : null;
    }
    if (found instanceof Boolean truth) {
      return truth ? 1.0 : 0.0;
    }
    return found instanceof Number number && !Double.isNaN(number.doubleValue())
        ? (Double) number.doubleValue()
        : null;
  }
}
