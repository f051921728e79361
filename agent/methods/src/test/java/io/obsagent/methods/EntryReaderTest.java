// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.methods.MetricSpec.Kind;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryReaderTest {
  private final List<String> problems = new ArrayList<>();

  private List<MethodEntry> read(String yaml) throws Exception {
    ConfigNode root = YamlReader.read("f.yaml", yaml).root();
    return EntryReader.parse(((ConfigNode.Mapping) root).entries().get("methods"), problems::add);
  }

  @Test
  void theExampleOfTheReference() throws Exception {
    List<MethodEntry> entries = read("methods:\n" + EntryReader.SECTION.example().indent(2));
    assertThat(problems).isEmpty();
    assertThat(entries).hasSize(1);
    MethodEntry entry = entries.get(0);
    assertThat(entry.span()).isEqualTo("place order");
    assertThat(entry.event()).isEqualTo("order_placed");
    assertThat(entry.attributes()).containsOnlyKeys("order.id", "user.id");
    assertThat(entry.metrics())
        .extracting(MetricSpec::kind)
        .containsExactly(Kind.COUNTER, Kind.HISTOGRAM);
    assertThat(entry.metrics().get(1).definition().bounds()).containsExactly(1.0, 10.0, 100.0);
  }

  @Test
  void aBadEntryIsToldByLineAndColumnAndLeftOutAlone() throws Exception {
    List<MethodEntry> entries =
        read(
            """
            methods:
              - match: "a.B#c"
                span: true
              - match: "a.B#d"
                metrics: [{name: x_total, labels: {l: arg0..x}}]
              - match: nothing
                span: true
              - match: a.B#e
                when: 'duration > 5d'
                span: true
              - match: a.B#f
              - match: a.B#g
                spam: true
                event: x
              - a.B#h
              - match: a.B#i
                metrics: [{name: "9", type: counter}]
              - match: a.B#j
                metrics: [{name: x, type: timer}]
              - match: a.B#k
                metrics: [{name: x, type: gauge}]
              - match: a.B#l
                metrics: [{name: x, type: active, labels: {r: result}}]
              - match: a.B#m
                metrics: [{name: x, type: histogram, buckets: [2, 1]}]
              - match: a.B#n
                event: done
            """);
    assertThat(entries).extracting(entry -> entry.match().text()).containsExactly("a.B#c", "a.B#n");
    assertThat(problems)
        .containsExactly(
            "f.yaml:5:48: expected a name, not '.'; this entry is left out",
            "f.yaml:6:19: expected a class, # and a method, like com.acme.*Service#place*(Order, ..);"
                + " this entry is left out",
            "f.yaml:9:24: unknown unit 'd'; a time is in us, ms, s, m or h; this entry is left out",
            "f.yaml:11: an entry has a span, metrics or an event; this entry is left out",
            "f.yaml:13: unknown key 'spam' – did you mean 'span'?; this entry is left out",
            "f.yaml:15: an entry has match, and what to make of its calls; this entry is left out",
            "f.yaml:17: the name of a metric has letters, digits, _ and :, and does not begin with"
                + " obs_agent_: '9'; this entry is left out",
            "f.yaml:19: type: expected counter, gauge, histogram or active, not 'timer'; this entry"
                + " is left out",
            "f.yaml:21: a gauge has a value; this entry is left out",
            "f.yaml:23: what is active is counted when a call begins: it has no value, and its"
                + " labels know arguments and this alone; this entry is left out",
            "f.yaml:25: buckets: at most 100 numbers that rise; this entry is left out");
  }

  @Test
  void aCounterEndsInTotal() throws Exception {
    List<MethodEntry> entries = read("methods:\n  - {match: a.B#c, metrics: [{name: logins}]}\n");
    assertThat(entries.get(0).metrics().get(0).definition().name()).isEqualTo("logins_total");
    assertThat(problems).containsExactly("f.yaml:2: a counter's name ends in _total: logins_total");
  }

  @Test
  void aMetricHasOneShape() throws Exception {
    List<MethodEntry> entries =
        read(
            """
            methods:
              - {match: a.B#c, metrics: [{name: x_total, labels: {l: arg0}}]}
              - {match: a.B#d, metrics: [{name: x_total, labels: {l: arg1}}]}
              - {match: a.B#e, metrics: [{name: x_total}]}
            """);
    assertThat(entries).hasSize(2);
    assertThat(problems)
        .containsExactly(
            "f.yaml:4: metric x_total stands above with another type, help, unit, labels or"
                + " buckets; this entry is left out");
  }

  @Test
  void entriesThatSayTheSameInOtherLinesAreEqual() throws Exception {
    String entry = "  - {match: a.B#c, span: x, attributes: {a: arg0.b}, when: duration > 1s}\n";
    List<MethodEntry> first = read("methods:\n" + entry);
    assertThat(read("methods:\n\n\n" + entry)).isEqualTo(first);
    assertThat(read("methods:\n" + entry.replace("1s", "2s"))).isNotEqualTo(first);
  }

  @Test
  void theRightNumberOfEntriesAndMetrics() throws Exception {
    String metric = "{name: x_total}, ";
    assertThat(read("methods:\n  - {match: a.B#c, metrics: [" + metric.repeat(11) + "]}\n"))
        .isEmpty();
    assertThat(read("methods:\n" + "  - {match: a.B#c, span: x}\n".repeat(501))).hasSize(500);
    assertThat(problems)
        .containsExactly(
            "f.yaml:2: an entry has at most 10 metrics; this entry is left out",
            "f.yaml:502: one entry too many; at most 500; this entry is left out");
  }
}
