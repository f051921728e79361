// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudTest {
  @TempDir private File root;

  private Map<String, String> of(Map<String, String> environment) {
    return Cloud.attributes(environment, root);
  }

  private void file(String path, String text) throws IOException {
    File file = new File(root, path);
    assertThat(file.getParentFile().isDirectory() || file.getParentFile().mkdirs()).isTrue();
    Files.writeString(file.toPath(), text);
  }

  @Test
  void aMachineOfOnesOwnIsNoCloud() throws IOException {
    assertThat(of(Map.of("AWS_REGION", "eu-west-1", "K_SERVICE", ""))).isEmpty();
    file("sys/class/dmi/id/sys_vendor", "Microsoft Corporation\n");
    assertThat(of(Map.of())).as("a machine of Hyper-V").isEmpty();
  }

  @Test
  void servicesThatShowNoMachineAreKnownByTheirVariables() {
    assertThat(
            of(
                Map.of(
                    "AWS_LAMBDA_FUNCTION_NAME", "buy",
                    "AWS_LAMBDA_FUNCTION_VERSION", "7",
                    "AWS_REGION", "eu-west-1")))
        .isEqualTo(
            Map.of(
                "cloud.provider", "aws",
                "cloud.platform", "aws_lambda",
                "cloud.region", "eu-west-1",
                "faas.name", "buy",
                "faas.version", "7"));
    assertThat(of(Map.of("ECS_CONTAINER_METADATA_URI_V4", "http://x")))
        .containsEntry("cloud.platform", "aws_ecs");
    assertThat(of(Map.of("K_SERVICE", "shop", "K_REVISION", "shop-1")))
        .containsEntry("cloud.platform", "gcp_cloud_run")
        .containsEntry("faas.version", "shop-1");
    assertThat(of(Map.of("GAE_SERVICE", "shop"))).containsEntry("cloud.platform", "gcp_app_engine");
    assertThat(of(Map.of("CONTAINER_APP_NAME", "shop")))
        .containsEntry("cloud.platform", "azure.container_apps");
    assertThat(of(Map.of("WEBSITE_SITE_NAME", "shop", "REGION_NAME", "westeurope")))
        .containsEntry("cloud.platform", "azure.app_service")
        .containsEntry("cloud.region", "westeurope");
    assertThat(of(Map.of("WEBSITE_SITE_NAME", "a", "FUNCTIONS_EXTENSION_VERSION", "~4")))
        .containsEntry("cloud.platform", "azure.functions");
  }

  @Test
  void machinesAreKnownByTheirFirmwareAndKubernetesByItsAccount() throws IOException {
    Map<String, String> kubernetes =
        Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "K_SERVICE", "a");
    file("var/run/secrets/kubernetes.io/serviceaccount/namespace", "shops");
    assertThat(of(kubernetes)).isEqualTo(Map.of("k8s.namespace.name", "shops"));

    file("sys/class/dmi/id/sys_vendor", "Amazon EC2\n");
    assertThat(of(Map.of()))
        .isEqualTo(Map.of("cloud.provider", "aws", "cloud.platform", "aws_ec2"));
    assertThat(of(kubernetes))
        .containsEntry("cloud.platform", "aws_eks")
        .containsEntry("k8s.namespace.name", "shops");

    file("sys/class/dmi/id/sys_vendor", "Google\n");
    assertThat(of(kubernetes)).containsEntry("cloud.platform", "gcp_kubernetes_engine");
    assertThat(of(Map.of())).containsEntry("cloud.platform", "gcp_compute_engine");

    file("sys/class/dmi/id/sys_vendor", "Microsoft Corporation\n");
    file("sys/class/dmi/id/chassis_asset_tag", "7783-7084-3265-9085-8269-3286-77\n");
    assertThat(of(Map.of())).containsEntry("cloud.platform", "azure.vm");
    assertThat(of(kubernetes)).containsEntry("cloud.platform", "azure.aks");
  }
}
