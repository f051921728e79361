// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.resource;

import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the process runs, as far as variables and files of the machine say it: which service of
 * which cloud, and the namespace of Kubernetes.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/resource/cloud/">conventions</a>
 */
final class Cloud {
  /** Of each virtual machine of Azure. */
  private static final String AZURE_ASSET = "7783-7084-3265-9085-8269-3286-77";

  private final Map<String, String> environment;
  private final File root;
  private final Map<String, String> found = new TreeMap<>();

  private Cloud(Map<String, String> environment, File root) {
    this.environment = environment;
    this.root = root;
  }

  static Map<String, String> attributes(Map<String, String> environment, File root) {
    Cloud cloud = new Cloud(environment, root);
    boolean kubernetes = environment.containsKey("KUBERNETES_SERVICE_HOST");
    if (kubernetes) {
      File account = new File(root, "var/run/secrets/kubernetes.io/serviceaccount");
      cloud.put("k8s.namespace.name", Resource.read(new File(account, "namespace")));
    }
    if (!cloud.isService(kubernetes)) {
      cloud.machine(kubernetes);
    }
    return cloud.found;
  }

  /** What runs programs without showing the machine. */
  private boolean isService(boolean kubernetes) {
    if (isSet("AWS_LAMBDA_FUNCTION_NAME")) {
      is("aws", "aws_lambda", "AWS_REGION");
      function("AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION");
    } else if (isSet("ECS_CONTAINER_METADATA_URI_V4") || isSet("ECS_CONTAINER_METADATA_URI")) {
      is("aws", "aws_ecs", "AWS_REGION");
    } else if (isSet("GAE_SERVICE")) {
      is("gcp", "gcp_app_engine", "");
      function("GAE_SERVICE", "GAE_VERSION");
    } else if (isSet("K_SERVICE") && !kubernetes) {
      is("gcp", "gcp_cloud_run", "");
      function("K_SERVICE", "K_REVISION");
    } else if (isSet("CONTAINER_APP_NAME")) {
      is("azure", "azure.container_apps", "");
    } else if (isSet("WEBSITE_SITE_NAME")) {
      boolean functions = isSet("FUNCTIONS_EXTENSION_VERSION");
      is("azure", functions ? "azure.functions" : "azure.app_service", "REGION_NAME");
    }
    return found.containsKey("cloud.provider");
  }

  /** What the machine's firmware says of whoever made it. */
  private void machine(boolean kubernetes) {
    File dmi = new File(root, "sys/class/dmi/id");
    String vendor = Resource.read(new File(dmi, "sys_vendor"));
    if ("Amazon EC2".equals(vendor)) {
      is("aws", kubernetes ? "aws_eks" : "aws_ec2", "AWS_REGION");
    } else if ("Google".equals(vendor)) {
      is("gcp", kubernetes ? "gcp_kubernetes_engine" : "gcp_compute_engine", "");
    } else if ("Microsoft Corporation".equals(vendor)
        && AZURE_ASSET.equals(Resource.read(new File(dmi, "chassis_asset_tag")))) {
      is("azure", kubernetes ? "azure.aks" : "azure.vm", "");
    }
  }

  private boolean isSet(String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }

  private void is(String provider, String platform, String region) {
    found.put("cloud.provider", provider);
    found.put("cloud.platform", platform);
    put("cloud.region", environment.get(region));
  }

  private void function(String name, String version) {
    put("faas.name", environment.get(name));
    put("faas.version", environment.get(version));
  }

  private void put(String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      found.put(key, value);
    }
  }
}
