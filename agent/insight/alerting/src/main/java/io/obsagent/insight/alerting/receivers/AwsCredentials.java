// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Who asks AWS, and where. Of what AWS' own programs look through: the configuration, the variables
 * {@code AWS_…}, and the files with profiles; no service of a machine or a container.
 *
 * @param token of a session, or empty
 */
record AwsCredentials(String region, String accessKey, String secretKey, String token) {
  private static final int MAX_FILE = 1 << 20;

  /** Where to look beside the configuration. */
  record Environment(Map<String, String> variables, Path home) {
    static Environment ofProcess() {
      return new Environment(System.getenv(), Path.of(System.getProperty("user.home", "")));
    }

    private String variable(String name) {
      return variables.getOrDefault(name, "");
    }

    /** Of a service in a region; the variables may name another place. */
    String endpoint(String service, String region) {
      String own = variable("AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT));
      String domain = region.startsWith("cn-") ? ".amazonaws.com.cn/" : ".amazonaws.com/";
      return own.isEmpty() ? "https://" + service + "." + region + domain : own;
    }

    private Path file(String variable, String name) {
      String path = variable(variable);
      return path.isEmpty() ? home.resolve(".aws").resolve(name) : Path.of(path);
    }
  }

  /** Read at each use, so that renewed ones count. */
  static AwsCredentials of(IntegrationConfig config, Environment environment)
      throws DeliveryException {
    Map<String, String> sigv4 = config.map("sigv4");
    String named = sigv4.getOrDefault("profile", "");
    Map<String, String> profile = profile(named, environment);
    String region =
        first(
            sigv4.getOrDefault("region", ""),
            environment.variable("AWS_REGION"),
            environment.variable("AWS_DEFAULT_REGION"),
            profile.getOrDefault("region", ""));
    if (!region.matches("[a-z0-9-]{1,40}")) {
      throw new DeliveryException("no region of AWS; set sigv4: region, or AWS_REGION", false);
    }
    Secret secretKey = config.secret("sigv4.secret_key");
    if (secretKey != null) {
      String secret = Integrations.read(secretKey, "secret_key");
      return new AwsCredentials(region, sigv4.getOrDefault("access_key", ""), secret, "");
    }
    if (named.isEmpty() && !environment.variable("AWS_ACCESS_KEY_ID").isEmpty()) {
      return new AwsCredentials(
          region,
          environment.variable("AWS_ACCESS_KEY_ID"),
          environment.variable("AWS_SECRET_ACCESS_KEY"),
          environment.variable("AWS_SESSION_TOKEN"));
    }
    String accessKey = profile.getOrDefault("aws_access_key_id", "");
    if (accessKey.isEmpty()) {
      throw new DeliveryException(
          "no credentials of AWS; set sigv4: access_key and secret_key, a profile, or"
              + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
          false);
    }
    return new AwsCredentials(
        region,
        accessKey,
        profile.getOrDefault("aws_secret_access_key", ""),
        profile.getOrDefault("aws_session_token", ""));
  }

  private static String first(String... texts) {
    for (String text : texts) {
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  /** What the files say of a profile; those of credentials win. */
  private static Map<String, String> profile(String named, Environment environment) {
    String name = first(named, environment.variable("AWS_PROFILE"), "default");
    Map<String, String> values = new HashMap<>();
    String section = name.equals("default") ? name : "profile " + name;
    read(environment.file("AWS_CONFIG_FILE", "config"), section, values);
    read(environment.file("AWS_SHARED_CREDENTIALS_FILE", "credentials"), name, values);
    return values;
  }

  private static void read(Path file, String section, Map<String, String> values) {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(MAX_FILE), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // It need not be there; what is missing then is told by whoever needs it.
      return;
    }
    boolean inside = false;
    for (String line : text.lines().toList()) {
      String stripped = line.strip();
      int equals = stripped.indexOf('=');
      if (stripped.startsWith("[")) {
        String header = stripped.replaceAll("[\\[\\]]", "").strip().replaceAll("\\s+", " ");
        inside = header.equals(section);
      } else if (inside && equals > 0 && !stripped.startsWith("#")) {
        values.put(stripped.substring(0, equals).strip(), stripped.substring(equals + 1).strip());
      }
    }
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return accessKey + "@" + region;
  }
}
