// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.config.ConfigLoader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceTest {
  @TempDir private File root;

  @Test
  void whatIsGivenWinsOverWhatIsFound() {
    Map<String, String> attributes =
        attributes(
            Map.of(
                "OTEL_RESOURCE_ATTRIBUTES",
                    "service.name=other,team=a%20b,broken,service.version=1",
                "OTEL_SERVICE_NAME", "shop",
                "ENVIRONMENT", "staging",
                "HOSTNAME", "web-1"));

    assertThat(attributes)
        .containsEntry("service.name", "shop")
        .containsEntry("service.version", "1")
        .containsEntry("team", "a b")
        .containsEntry("deployment.environment.name", "staging")
        .containsEntry("host.name", "web-1")
        .containsEntry("process.pid", Long.toString(ProcessHandle.current().pid()))
        .containsEntry("telemetry.sdk.name", "obs-agent")
        .doesNotContainKey("container.id");
  }

  @Test
  void theContainerIsFoundInEitherVersionOfControlGroups() throws IOException {
    String id = "0123456789abcdef".repeat(4);
    File self = new File(root, "proc/self");
    assertThat(self.mkdirs()).isTrue();
    Files.writeString(new File(self, "cgroup").toPath(), "0::/\n");
    Files.writeString(
        new File(self, "mountinfo").toPath(),
        "1 2 0:1 / / rw - overlay\n3 4 8:1 /docker/containers/"
            + id
            + "/hostname /etc/hostname rw\n");
    assertThat(attributes(Map.of())).containsEntry("container.id", id);

    Files.writeString(
        new File(self, "cgroup").toPath(), "9:cpu:/docker/" + id.replace('0', '1') + "\n");
    assertThat(attributes(Map.of())).containsEntry("container.id", id.replace('0', '1'));
  }

  @Test
  void aServiceWithoutANameHasThatOfItsJarOrMainClass() {
    assertThat(ServiceName.detect("/opt/my app/shop-1.2.3-SNAPSHOT.jar --port 1"))
        .isEqualTo("shop");
    assertThat(ServiceName.detect("order-service.jar")).isEqualTo("order-service");
    assertThat(ServiceName.detect("com.acme.Checkout --x=y.jar/z")).isEqualTo("Checkout");
    assertThat(ServiceName.detect("com.acme/com.acme.Main")).isEqualTo("Main");
    assertThat(ServiceName.detect("com.acme.Deploy shop.jar")).isEqualTo("Deploy");
    assertThat(ServiceName.detect("my app.jar")).isEqualTo("my app");
    assertThat(ServiceName.detect("org.apache.catalina.startup.Bootstrap start"))
        .isEqualTo("tomcat");
    assertThat(ServiceName.detect("/opt/wildfly/jboss-modules.jar -mp /opt/wildfly/modules"))
        .isEqualTo("wildfly");
    assertThat(ServiceName.detect("")).isEqualTo("unknown_service:java");
  }

  private Map<String, String> attributes(Map<String, String> environment) {
    return Resource.attributes(
        ConfigLoader.load(null, new Properties(), environment, root),
        environment,
        root,
        UnaryOperator.identity());
  }
}
