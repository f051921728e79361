// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jmx;

import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentService;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Attributes of MBeans as metrics, where the file asks for some. */
public final class JmxService implements AgentService {
  static final Section<List<BeanRule>> SECTION =
      new Section<>(
          "jmx",
          "Attributes of MBeans as metrics: a preset (activemq, cassandra, hikari, kafka-client,"
              + " tomcat), or beans by pattern, the properties of their names that become labels,"
              + " and attributes, of composite ones by 'attribute.item'.",
          """
          - preset: tomcat
          - beans: "com.acme:type=Queue,name=*"
            labels: {queue: name}
            metrics:
              - {name: queue_messages, attribute: Size, help: Messages that wait.}
              - {name: queue_wait_seconds_total, attribute: WaitMillis, scale: 0.001}
          """,
          true,
          List.of(),
          JmxService::parse);

  /** Held here, as the registry of metrics does not. */
  private @Nullable Beans beans;

  private static List<BeanRule> parse(ConfigNode node, Consumer<String> problems) {
    return RuleReader.read(node, problems);
  }

  @Override
  public List<Option<?>> options() {
    return List.of();
  }

  @Override
  public List<Section<?>> sections() {
    return List.of(SECTION);
  }

  @Override
  public String start(AgentContext context) {
    use(context.config().get(SECTION), context.metrics());
    context.config().onChange(SECTION, rules -> use(rules, context.metrics()));
    return "";
  }

  private synchronized void use(List<BeanRule> rules, Metrics metrics) {
    if (beans != null) {
      beans.use(rules);
    } else if (!rules.isEmpty()) {
      beans = new Beans(rules);
      metrics.bridge(beans, Beans.Reader.INSTANCE);
    }
  }

  @Override
  public synchronized void close() {
    beans = null;
  }
}
