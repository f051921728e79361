// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.obsagent.spi.cli.Command;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlValue;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackFilesTest {
  private static final Map<String, String> FILES =
      StackFiles.of(
              StackOptions.of(
                  List.of(
                      "--k8s",
                      "--service=shop",
                      "--agent=shop:9464",
                      "--domain=acme.dev",
                      "--scrape-interval=30s",
                      "--retention=200h",
                      "x")))
          .files();

  /** Keys of a service that the Compose specification has, of those that are used here. */
  private static final Set<String> OF_A_SERVICE =
      Set.of(
          "image",
          "restart",
          "command",
          "environment",
          "ports",
          "volumes",
          "depends_on",
          "extra_hosts",
          "profiles",
          "pid",
          "privileged");

  private static final String PINNED = "[a-z0-9./-]+:v?[0-9]+\\.[0-9]+\\.[0-9]+";

  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return new GenerateStack()
        .run(
            List.of(arguments),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void noPlaceholderIsLeft() {
    FILES.forEach((path, text) -> assertThat(text).as(path).doesNotContainPattern("@[a-z-]+@"));
    assertThat(FILES.get("prometheus/prometheus.yml"))
        .contains("'shop'", "shop:9464", "scrape_interval: 30s");
    assertThat(FILES.get("docker-compose.monitoring.yml")).contains("retention.time=200h");
  }

  /**
   * What no schema says: images have versions, ports are bound to loopback, what is named is there.
   */
  @Test
  void theComposeFileHoldsTogether() throws YamlException {
    Map<?, ?> root = map(FILES.get("docker-compose.monitoring.yml"));
    assertThat(root.keySet()).isEqualTo(Set.of("name", "services", "volumes"));
    Map<?, ?> services = (Map<?, ?>) root.get("services");
    Set<String> named = new TreeSet<>();
    Set<Object> ports = new TreeSet<>();
    for (Map.Entry<?, ?> entry : services.entrySet()) {
      Map<?, ?> service = (Map<?, ?>) entry.getValue();
      assertThat(OF_A_SERVICE).as("%s", entry.getKey()).containsAll(strings(service.keySet()));
      assertThat(String.valueOf(service.get("image"))).matches(PINNED);
      for (Object port : list(service, "ports")) {
        assertThat(String.valueOf(port)).matches("127\\.0\\.0\\.1:[0-9]+:[0-9]+");
        assertThat(ports.add(port)).as("%s", port).isTrue();
      }
      for (Object other : list(service, "depends_on")) {
        assertThat(services.containsKey(other)).as("%s", other).isTrue();
      }
      for (Object volume : list(service, "volumes")) {
        String source = String.valueOf(volume).split(":", -1)[0];
        if (source.startsWith("./")) {
          String below = source.substring(2) + "/";
          assertThat(FILES.keySet()).anyMatch(file -> file.startsWith(below));
        } else if (!source.startsWith("/")) {
          named.add(source);
        }
      }
    }
    assertThat(((Map<?, ?>) root.get("volumes")).keySet()).isEqualTo(named);
    assertThat(strings(ports))
        .extracting(port -> port.split(":", -1)[1])
        .contains("3000", "9090", "16686", "9093", "9100", "8080", "3100", "5601", "9200", "5044");
  }

  @ParameterizedTest
  @ValueSource(strings = {"loki/loki.yml", "otel-collector/config.yml"})
  void isYaml(String file) throws YamlException {
    assertThat(map(FILES.get(file))).isNotEmpty();
  }

  @Test
  void everyPipelineOfTheCollectorIsMadeOfWhatIsDefined() throws YamlException {
    Map<?, ?> root = map(FILES.get("otel-collector/config.yml"));
    Map<?, ?> pipelines = (Map<?, ?>) ((Map<?, ?>) root.get("service")).get("pipelines");
    for (Object pipeline : pipelines.values()) {
      for (String kind : List.of("receivers", "processors", "exporters")) {
        Set<?> defined = ((Map<?, ?>) root.get(kind)).keySet();
        assertThat(defined.containsAll(list((Map<?, ?>) pipeline, kind))).isTrue();
      }
    }
  }

  /** The classes are made of the schemas that Kubernetes and the operator publish. */
  @Test
  void theFilesForKubernetesHaveNoFieldThatTheirSchemasDoNotHave() throws Exception {
    Map<String, Class<?>> kinds =
        Map.of(
            "deployment-patch.yml", Deployment.class,
            "service.yml", Service.class,
            "service-monitor.yml", ServiceMonitor.class,
            "prometheus-rule.yml", PrometheusRule.class,
            "network-policy.yml", NetworkPolicy.class,
            "ingress.yml", Ingress.class,
            "alternatives/pod-monitor.yml", PodMonitor.class);
    Set<String> files = new TreeSet<>();
    for (Map.Entry<String, Class<?>> kind : kinds.entrySet()) {
      String file = "kubernetes/" + kind.getKey();
      files.add(file);
      ObjectMapper json = new ObjectMapper();
      Object object =
          json.readValue(json.writeValueAsString(map(FILES.get(file))), kind.getValue());
      List<String> unknown = new ArrayList<>();
      collectUnknown(object, file, unknown);
      assertThat(unknown).isEmpty();
    }
    assertThat(FILES.keySet().stream().filter(file -> file.startsWith("kubernetes/")))
        .containsExactlyInAnyOrderElementsOf(files);
  }

  private static void collectUnknown(Object object, String where, List<String> unknown)
      throws ReflectiveOperationException {
    if (object instanceof List<?> list) {
      for (Object element : list) {
        collectUnknown(element, where, unknown);
      }
    } else if (object != null && object.getClass().getName().startsWith("io.fabric8.")) {
      for (Method method : object.getClass().getMethods()) {
        boolean getter = method.getName().startsWith("get") && method.getParameterCount() == 0;
        if (method.getName().equals("getAdditionalProperties")) {
          ((Map<?, ?>) method.invoke(object))
              .keySet()
              .forEach(key -> unknown.add(where + "." + key));
        } else if (getter && !method.getReturnType().equals(Class.class)) {
          collectUnknown(
              method.invoke(object), where + "." + method.getName().substring(3), unknown);
        }
      }
    }
  }

  @Test
  void promtoolTakesConfigurationAndRules() throws Exception {
    write();
    check("promtool", "check", "config", directory.resolve("prometheus/prometheus.yml").toString());
  }

  @Test
  void amtoolTakesTheConfiguration() throws Exception {
    write();
    check("amtool", "check-config", directory.resolve("alertmanager/alertmanager.yml").toString());
  }

  /**
   * Compose's own check, by the schema that comes with it. Before its version 2, files had no name.
   */
  @Test
  void composeTakesItsFile() throws Exception {
    write();
    Path file = directory.resolve("docker-compose.monitoring.yml");
    Files.writeString(file, Files.readString(file).replace("\nname: monitoring\n", "\n"));
    check("docker-compose", "-f", file.toString(), "config", "-q");
  }

  private void write() {
    assertThat(run("--k8s", "--service=shop", directory.toString())).isEqualTo(Command.OK);
  }

  private void check(String... command) throws Exception {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> new File(path, command[0]).canExecute());
    if (!there) {
      System.out.println("skipped: '" + command[0] + "' is not on the path");
    }
    assumeTrue(there, command[0] + " is not on the path");
    Path log = directory.resolve("check.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("GRAFANA_ADMIN_PASSWORD", "the compose file asks for it");
    Process process = builder.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  @Test
  void whatIsThereIsReplacedOnlyWhenThatIsAskedFor() throws IOException {
    write();
    Path config = directory.resolve("alertmanager/alertmanager.yml");
    Files.writeString(config, "route: {receiver: mine}");

    assertThat(run("--k8s", "--service=shop", directory.toString())).isEqualTo(Command.FINDINGS);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("alertmanager.yml: is there");
    assertThat(config).hasContent("route: {receiver: mine}");
    assertThat(run("--force", "--service=shop", directory.toString())).isEqualTo(Command.OK);
    assertThat(config).content().contains("receivers:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--service=Shop x",
        "--agent=nowhere",
        "--agent=a:1\n- b",
        "--console=ftp://x",
        "--what",
        "--domain=a b",
        "--retention=forever",
        "--scrape-interval=0s",
        "--service"
      })
  void refusesWhatWouldMakeWrongFiles(String flag) {
    assertThat(run(flag, directory.toString())).isEqualTo(Command.USAGE);
    assertThat(run()).isEqualTo(Command.USAGE);
    assertThat(directory).isEmptyDirectory();
  }

  private static Map<?, ?> map(String yaml) throws YamlException {
    return (Map<?, ?>) YamlValue.parse(yaml);
  }

  private static List<?> list(Map<?, ?> map, String key) {
    return map.get(key) instanceof List<?> list ? list : List.of();
  }

  private static List<String> strings(Iterable<?> values) {
    List<String> strings = new ArrayList<>();
    values.forEach(value -> strings.add(String.valueOf(value)));
    return strings;
  }
}
