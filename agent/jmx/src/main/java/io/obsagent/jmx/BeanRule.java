// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jmx;

import io.obsagent.spi.metrics.MetricFamily.Type;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;

/**
 * Which beans are read, and what of them becomes a metric. Immutable.
 *
 * @param beans patterns of names
 * @param labels of all of its metrics
 */
record BeanRule(List<ObjectName> beans, List<Label> labels, List<Metric> metrics) {
  /**
   * A label, and the property of a bean's name that is its value.
   *
   * @param pattern its first group is taken where it fits
   */
  record Label(String name, String property, Pattern pattern) {
    String valueOf(ObjectName bean) {
      String value = bean.getKeyProperty(property);
      if (value == null) {
        return "";
      }
      String plain = value.startsWith("\"") ? unquoted(value) : value;
      Matcher matcher = pattern.matcher(plain);
      return matcher.matches() && matcher.groupCount() > 0 ? matcher.group(1) : plain;
    }

    private static String unquoted(String value) {
      try {
        return ObjectName.unquote(value);
      } catch (IllegalArgumentException e) {
        return value;
      }
    }
  }

  /**
   * An attribute and its metric.
   *
   * @param attribute of the bean; after a dot the item of a composite value
   * @param scale what the value is multiplied with, e.g. 0.001 for milliseconds
   */
  record Metric(String name, String help, Type type, String attribute, double scale) {
    /** The bean's part of the attribute. */
    String outer() {
      int dot = attribute.indexOf('.');
      return dot < 0 ? attribute : attribute.substring(0, dot);
    }

    /** The item of a composite value; empty for the whole. */
    String inner() {
      int dot = attribute.indexOf('.');
      return dot < 0 ? "" : attribute.substring(dot + 1);
    }
  }
}
